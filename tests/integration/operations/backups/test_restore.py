"""A backup taken and restored: the same rows, and a database that goes on where the old one stopped."""

import psycopg
import pytest

from shared.operations.backups.restore import RestoreRefused, restore
from tests.integration.operations.backups.conftest import Vault
from tests.standins.supabase_auth.serving import PASSWORD, serve
from tests.support.databases import Cluster, Database


def owner_sees(database: Database, query: str) -> list[tuple[object, ...]]:
    """Return what the owner of the schema sees."""
    with psycopg.connect(database.url("postgres")) as connection:
        return connection.execute(query.encode()).fetchall()


def test_a_restored_database_is_the_same(vault: Vault, seeded: Database, cluster: Cluster) -> None:
    """Every table has its rows again, to the byte; passwords and second factors too, and no token of a mail."""
    kept = vault.take(seeded)
    target = cluster.database()
    restored = restore(target.url("postgres"), vault.store, kept.manifest, vault.identities)
    assert restored.rows["auth.users"] >= 4
    assert all(restored.rows[table.name] == table.rows for table in kept.manifest.tables if table.name in restored.rows)
    person = "select encrypted_password, confirmation_token, recovery_token from auth.users where email ~ '^free'"
    assert owner_sees(target, person) == [("the hash", "", "")]
    assert owner_sees(target, "select secret from auth.mfa_factors") == [("SECRET",)]
    assert owner_sees(target, "select count(*) from auth.sessions") == [(0,)]
    target.drop()


def test_a_restored_member_goes_on(vault: Vault, seeded: Database, cluster: Cluster) -> None:
    """They sign in with the old password, and what they ask in an old conversation stays in order."""
    with serve(seeded) as auth:
        email = auth.member()["user"]["email"]
    kept = vault.take(seeded)
    target = cluster.database()
    restore(target.url("postgres"), vault.store, kept.manifest, vault.identities)
    with serve(target) as auth:
        answer = auth.post("token?grant_type=password", {"email": email, "password": PASSWORD})
        assert (answer.status_code, answer.json()["user"]["email"]) == (200, email)
        wrong = auth.post("token?grant_type=password", {"email": email, "password": PASSWORD + "!"})
        assert wrong.status_code == 400
    before = owner_sees(target, "select max(place) from masterclass.messages")[0][0]
    with psycopg.connect(target.url("postgres")) as connection:
        after = connection.execute(
            "insert into masterclass.messages (conversation_id, role, content)"
            " select id, 'user', 'And now?' from masterclass.conversations limit 1 returning place"
        ).fetchall()[0][0]
    assert isinstance(before, int)
    assert after > before
    target.drop()


def test_what_the_database_cannot_hold_is_named(vault: Vault, seeded: Database, cluster: Cluster) -> None:
    """A column that the target's Auth lacks is named, and nothing is restored."""
    kept = vault.take(seeded)
    target = cluster.database()
    target.execute("alter table auth.users drop column banned_until cascade")
    with pytest.raises(RestoreRefused, match=r"auth\.users has no banned_until"):
        restore(target.url("postgres"), vault.store, kept.manifest, vault.identities)
    assert owner_sees(target, "select count(*) from auth.users") == [(0,)]
    target.drop()


def test_a_database_with_members_is_left_alone(vault: Vault, seeded: Database) -> None:
    """Nothing is restored over anybody."""
    kept = vault.take(seeded)
    with pytest.raises(RestoreRefused, match="has members already"):
        restore(seeded.url("postgres"), vault.store, kept.manifest, vault.identities)
