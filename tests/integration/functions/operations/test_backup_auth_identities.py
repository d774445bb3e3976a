"""masterclass.backup_auth_identities: how people sign in."""

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene


def test_every_identity(scene: Scene) -> None:
    """The backup's login, which may not read schema auth, gets them all."""
    ann = scene.member()
    identity = Jsonb({"email": "ann@example.com"})
    scene.add("auth.identities", user_id=ann, provider_id=str(ann), provider="email", identity_data=identity)
    scene.ask("set local role masterclass_backup")
    assert scene.row("select provider, user_id from masterclass.backup_auth_identities()") == ["email", str(ann)]
