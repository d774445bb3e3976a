"""masterclass.scrub_member: what holds a person without naming them."""

import uuid

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene


def test_the_trail_and_the_pay_pages_go(scene: Scene) -> None:
    """What Supabase Auth's trail says of them, and every link that shows the person, go with the member."""
    ann, bob = scene.member("ann"), scene.member("bob")
    for actor in (ann, bob):
        scene.add("auth.audit_log_entries", id=uuid.uuid4(), payload=Jsonb({"actor_id": str(actor)}))
    scene.order(ann, checkout_url="https://pay.example.com", invoice='{"practice": "Ann\'s"}')
    scene.add("charges", "stripe_charge_id", stripe_charge_id="ch_1", stripe_payment_id="pi_1", receipt_url="https://r")
    scene.payment(ann)
    scene.ask("delete from auth.users where id = %s", ann)
    assert scene.ask("select array_agg(payload ->> 'actor_id') from auth.audit_log_entries") == [str(bob)]
    assert scene.row("select checkout_url, invoice, user_id from masterclass.orders") == [None, None, None]
    assert scene.ask("select receipt_url from masterclass.charges") is None


def test_a_question_under_way_is_charged_to_its_day(scene: Scene) -> None:
    """The provider is paid for it all the same, and nobody can settle it any more."""
    ann, module = scene.member(), scene.module()
    conversation = scene.conversation(ann, module, "Why?")
    answer = scene.add("messages", conversation_id=conversation, role="assistant", content="", status="pending")
    scene.add("ai_spend", "day", day="2026-01-02", reserved_microusd=900)
    scene.add("ai_usage", "user_id", user_id=ann, day="2026-01-02", reserved=1)
    held = {"user_id": ann, "day": "2026-01-02", "cost_microusd": 900, "expires_at": "tomorrow"}
    scene.add("ai_reservations", "message_id", message_id=answer, **held)
    scene.ask("delete from auth.users where id = %s", ann)
    assert scene.row("select reserved_microusd, settled_microusd from masterclass.ai_spend") == [0, 900]
