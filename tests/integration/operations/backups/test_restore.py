"""A backup taken and restored: the same rows, and a database that goes on where the old one stopped."""

import psycopg
import pytest

from shared.operations.backups.restore import RestoreRefused, restore
from tests.integration.operations.backups.conftest import Vault
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
    assert restored.rows["auth.users"] == 4
    assert all(restored.rows[table.name] == table.rows for table in kept.manifest.tables if table.name in restored.rows)
    person = "select encrypted_password, confirmation_token, recovery_token from auth.users where email ~ '^free'"
    assert owner_sees(target, person) == [("the hash", "", "")]
    assert owner_sees(target, "select secret from auth.mfa_factors") == [("SECRET",)]
    assert owner_sees(target, "select count(*) from auth.sessions") == [(0,)]
    target.drop()


def test_conversations_stay_in_order(vault: Vault, seeded: Database, cluster: Cluster) -> None:
    """What is asked after a restore comes after what was asked before the backup."""
    kept = vault.take(seeded)
    target = cluster.database()
    restore(target.url("postgres"), vault.store, kept.manifest, vault.identities)
    before = owner_sees(target, "select max(place) from masterclass.messages")[0][0]
    with psycopg.connect(target.url("postgres")) as connection:
        after = connection.execute(
            "insert into masterclass.messages (conversation_id, role, content)"
            " select id, 'user', 'And now?' from masterclass.conversations limit 1 returning place"
        ).fetchall()[0][0]
    assert isinstance(before, int)
    assert after > before
    target.drop()


def test_a_database_with_members_is_left_alone(vault: Vault, seeded: Database) -> None:
    """Nothing is restored over anybody."""
    kept = vault.take(seeded)
    with pytest.raises(RestoreRefused, match="has members already"):
        restore(seeded.url("postgres"), vault.store, kept.manifest, vault.identities)
