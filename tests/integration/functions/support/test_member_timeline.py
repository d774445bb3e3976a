"""masterclass.member_timeline: what happened to a member, in order."""

from tests.integration.functions.scene import Scene


def test_facts_in_order(scene: Scene) -> None:
    """Purchases, refunds and support stand in their order; nothing that the member wrote is in it."""
    ann = scene.member(email_confirmed_at="2026-03-01T01:00:00Z")
    scene.ask("update masterclass.users set created_at = '2026-03-01T00:00:00Z'")
    scene.payment(ann, paid_at="2026-03-02T00:00:00Z")
    made = {"amount_minor": 100, "status": "succeeded", "created_at": "2026-03-03T00:00:00Z"}
    scene.add("refunds", "1", stripe_refund_id="re_1", stripe_payment_id="pi_1", **made)
    scene.conversation(ann, scene.module(), "a word of mine", "an answer")
    told = scene.ask("select masterclass.member_timeline(%s)", ann)
    assert [event["what"] for event in told] == [
        "Signed up.",
        "Confirmed their address.",
        "Paid 499.00 USD.",
        "A refund of 1.00 USD was made: succeeded.",
    ]


def test_nothing_of_anybody_else(scene: Scene) -> None:
    """Whatever happened to somebody else, the story stays as it was."""
    ann = scene.member()
    _, questions = scene.quiz("first")
    before = scene.ask("select masterclass.member_timeline(%s)", ann)
    scene.bystander(questions)
    assert scene.ask("select masterclass.member_timeline(%s)", ann) == before
