"""masterclass.backup_auth_factors: second factors."""

import uuid

from tests.integration.functions.scene import Scene


def test_every_factor_with_its_secret(scene: Scene) -> None:
    """A restored member is asked for the same code as before."""
    scene.add(
        "auth.mfa_factors",
        id=uuid.uuid4(),
        user_id=scene.member(),
        factor_type="totp",
        status="verified",
        secret="BASE32",
        created_at="now",
        updated_at="now",
    )
    scene.ask("set local role masterclass_backup")
    assert scene.ask("select secret from masterclass.backup_auth_factors()") == "BASE32"
