"""masterclass.forget_question: a question that came to nothing."""

from tests.integration.functions.scene import Scene

FORGET = "select masterclass.forget_question(%s)"
SAID = "select array_agg(content order by place) from masterclass.messages"


def test_with_its_pending_answer(scene: Scene) -> None:
    """The last question goes; what was said before stays."""
    conversation = scene.conversation(scene.member(), scene.module(), "1?", "1.", "2?")
    pending = scene.add("messages", conversation_id=conversation, role="assistant", content="", status="pending")
    scene.ask(FORGET, pending)
    assert scene.ask(SAID) == ["1?", "1."]


def test_with_the_conversation_that_it_began(scene: Scene) -> None:
    """An answer that was given is never forgotten; the first question takes its conversation along."""
    conversation = scene.conversation(scene.member(), scene.module(), "1?")
    answer = scene.add("messages", conversation_id=conversation, role="assistant", content="1.")
    scene.ask(FORGET, answer)
    assert scene.ask(SAID) == ["1?", "1."]
    scene.ask("update masterclass.messages set status = 'pending' where id = %s", answer)
    scene.ask(FORGET, answer)
    assert scene.ask("select count(*) from masterclass.conversations") == 0
