"""masterclass.support_resend: which mail a member is to get again, and not twice."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.support_resend(%s, 'cli:test', 'lost it')"


def test_once_in_ten_minutes(scene: Scene) -> None:
    """One that was asked for and never sent is taken up again; one that was sent is not repeated."""
    ann, bob = scene.member("ann"), scene.member("bob", email_confirmed_at=None)
    asked = scene.ask(ASKED, ann)
    assert (asked["mail"], scene.ask(ASKED, bob)["mail"]) == ("magiclink", "signup")
    assert scene.ask(ASKED, ann) == asked
    scene.ask("select masterclass.settle_resend(%s, true)", asked["note"])
    assert scene.ask(ASKED, ann) is None
    scene.ask("update masterclass.audit set acted_at = now() - interval '11 minutes'")
    assert scene.ask(ASKED, ann)["note"] != asked["note"]
