"""masterclass.access_because: why access is what it is, in sentences."""

import pytest

from tests.integration.functions.scene import Scene

SAID = "select masterclass.access_because(%s)"


def test_nothing_was_bought(scene: Scene) -> None:
    """Who has nothing reads that the preview is open."""
    assert scene.ask(SAID, scene.member()) == [
        "You have not bought full access yet: the preview modules are open to you."
    ]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"paid_at": "2026-03-04 12:00+00"}, "You paid on March 4, 2026."),
        ({"paid_at": None}, "A payment was started and has not been completed."),
        ({"review": "needed", "amount_minor": 60000}, "We have your payment of 600.00 USD; it is being looked at"),
        ({"withdrawn_at": "now", "amount_minor": 0}, "What you had without paying was withdrawn."),
    ],
)
def test_a_payment_says_how_it_stands(scene: Scene, columns: dict[str, object], said: str) -> None:
    """One sentence for the word of payment_standing."""
    ann = scene.member()
    scene.payment(ann, **columns)
    (sentence,) = scene.ask(SAID, ann)
    assert sentence.startswith(said)


def test_paid_twice_is_told_with_the_way_back(scene: Scene) -> None:
    """Two payments that stand: both are named, and how one of them is refunded."""
    ann = scene.member()
    for number in (1, 2):
        scene.payment(ann, f"pi_{number}", paid_at="2026-03-04 12:00+00")
    *paid, twice = scene.ask(SAID, ann)
    assert paid == ["You paid on March 4, 2026."] * 2
    assert twice.startswith("You have paid 2 times, and once is enough")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "You have complimentary access: test."),
        ({"expires_at": "2099-01-02"}, "You have complimentary access until January 2, 2099: test."),
        ({"expires_at": "2026-01-02"}, "Complimentary access ended on January 2, 2026."),
        ({"revoked_at": "now"}, "Complimentary access was withdrawn."),
    ],
)
def test_a_grant_says_until_when(scene: Scene, columns: dict[str, object], said: str) -> None:
    """Complimentary access, while it lasts and afterwards."""
    ann = scene.member()
    scene.grant(user_id=ann, **columns)
    assert scene.ask(SAID, ann) == [said]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("processing", "A payment is being processed"),
        ("failed", "Your bank did not send the payment; no money was taken"),
    ],
)
def test_a_debit_that_has_not_come(scene: Scene, state: str, said: str) -> None:
    """Days of a bank debit, and its failure, are said instead of nothing."""
    ann = scene.member()
    scene.order(ann, state=state)
    assert scene.ask(SAID, ann)[0].startswith(said)


def test_others_facts_are_not_told(scene: Scene) -> None:
    """Their payments, orders and grants are nobody else's business."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.payment(bob)
    scene.order(bob, state="processing")
    scene.grant(user_id=bob)
    scene.grant(email="bob@example.com")
    assert scene.ask(SAID, ann) == ["You have not bought full access yet: the preview modules are open to you."]


def test_a_grant_waits_for_the_address(scene: Scene) -> None:
    """Before the address is confirmed it says so; one that names the member waits for nothing."""
    ann = scene.member(email_confirmed_at=None)
    scene.grant(email="ann@example.com")
    assert scene.ask(SAID, ann) == ["Complimentary access waits until you confirm your e-mail address."]
    scene.ask("update auth.users set email_confirmed_at = now()")
    assert scene.ask(SAID, ann) == ["You have complimentary access: test."]
    scene.ask("update auth.users set email_confirmed_at = null")
    scene.ask("update masterclass.access_grants set user_id = %s, email = null", ann)
    assert scene.ask(SAID, ann) == ["You have complimentary access: test."]


def test_the_newest_order_alone_is_told(scene: Scene) -> None:
    """An order that ended otherwise, an older one and one for a pack are no sentence."""
    ann = scene.member()
    scene.order(ann, "cs_1", state="failed", created_at="2026-01-01")
    scene.order(ann, "cs_2", state="expired", created_at="2026-01-02")
    scene.order(ann, "cs_3", state="failed", created_at="2026-01-03", seats=3)
    assert scene.ask(SAID, ann) == ["You have not bought full access yet: the preview modules are open to you."]
