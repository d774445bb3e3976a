"""masterclass.export_account: what is held of a member's account."""

import uuid

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene


def test_sign_in_sessions_and_trail(scene: Scene) -> None:
    """The member, their sessions and what the trail says of them; never a secret."""
    ann = scene.signed_in(user_agent="Phone")
    scene.ask("update auth.users set encrypted_password = 'hash', recovery_token = 'secret' where id = %s", ann)
    payload = Jsonb({"actor_id": str(ann), "action": "login", "actor_username": "ann@example.com"})
    scene.add("auth.audit_log_entries", id=uuid.uuid4(), payload=payload, created_at="now", ip_address="10.0.0.1")
    held = scene.ask("select masterclass.export_account(%s)", ann)
    assert held["member"]["email"] == held["sign_in"]["email"] == "ann@example.com"
    assert held["sessions"] == held["trail"] == []
    (session,) = scene.ask("select json_agg(piece) from masterclass.exported_sessions(%s, null, 1)", ann)
    (entry,) = scene.ask("select json_agg(piece) from masterclass.exported_trail(%s, null, 1)", ann)
    assert session["user_agent"] == "Phone"
    assert (entry["action"], entry["address"]) == ("login", "ann@example.com")
    assert not {"hash", "secret"} & set(str(held).replace("'", " ").split())


def test_nothing_of_anybody_else(scene: Scene) -> None:
    """Whatever is kept of somebody else, the download stays as it was."""
    ann = scene.signed_in()
    before = scene.ask("select masterclass.export_account(%s)", ann)
    scene.bystander()
    assert scene.ask("select masterclass.export_account(%s)", ann) == before
