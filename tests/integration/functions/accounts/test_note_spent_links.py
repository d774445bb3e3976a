"""masterclass.note_spent_links: what became of the links in mails."""

from tests.integration.functions.scene import Scene

OUTCOME = "select outcome from masterclass.spent_links where digest = sha256(convert_to(%s, 'UTF8'))"


def test_used_and_replaced(scene: Scene) -> None:
    """A token that is gone was used; one that gave way to another was replaced."""
    ann = scene.member(recovery_token="first")
    scene.ask("update auth.users set recovery_token = 'second' where id = %s", ann)
    scene.ask("update auth.users set recovery_token = '' where id = %s", ann)
    assert [scene.ask(OUTCOME, token) for token in ("first", "second")] == ["replaced", "used"]


def test_a_change_of_address_is_agreed_to_then_made(scene: Scene) -> None:
    """The first of its two links is agreed to, and tells of the change as made once the second was followed."""
    ann = scene.member(
        email_change="lee@example.com", email_change_token_new="new", email_change_token_current="current"
    )
    scene.ask("update auth.users set email_change_token_current = '' where id = %s", ann)
    assert scene.ask(OUTCOME, "current") == "agreed"
    scene.ask(
        "update auth.users set email = email_change, email_change = '', email_change_token_new = '' where id = %s", ann
    )
    assert [scene.ask(OUTCOME, token) for token in ("current", "new")] == ["used", "used"]
