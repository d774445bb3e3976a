"""masterclass.backup_auth_users: people without what their mails carried."""

from tests.integration.functions.scene import Scene


def test_hash_without_tokens(scene: Scene) -> None:
    """The password's hash is there, and no token by which somebody's link could be followed."""
    scene.member("ann", encrypted_password="the hash", confirmation_token="mailed", recovery_token="mailed too")
    scene.ask("set local role masterclass_backup")
    person = "select encrypted_password, confirmation_token, recovery_token, email from masterclass.backup_auth_users()"
    assert scene.row(person) == ["the hash", "", "", "ann@example.com"]
