"""masterclass.sources_of_last_answer: what the last answer of a conversation rested on."""

import uuid

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

ASKED = "select array(select block_id from masterclass.sources_of_last_answer(%s) order by place)"


def test_what_it_named_or_the_first_two(scene: Scene) -> None:
    """The passages that it named; where it named none, the first two that it was made from."""
    blocks = [uuid.uuid4() for _ in range(4)]
    conversation = scene.conversation(scene.member(), scene.module(), "Why?")
    answer = {"conversation_id": conversation, "role": "assistant", "content": "Because."}
    sources = Jsonb([{"block_id": str(block)} for block in blocks])
    scene.add("messages", sources=sources, **answer)
    assert scene.ask(ASKED, conversation) == blocks[:2]
    scene.add("messages", sources=sources, citations=Jsonb([{"block_id": str(blocks[3])}]), **answer)
    assert scene.ask(ASKED, conversation) == blocks[3:]
    scene.add("messages", sources=sources, status="pending", **answer)
    assert scene.ask(ASKED, conversation) == blocks[3:], "an answer under way has said nothing yet"
    assert scene.ask(ASKED, uuid.uuid4()) == []
