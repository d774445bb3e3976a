"""The operator's commands, from the first backup to a drill."""

import psycopg
import pytest

from shared import settings
from shared.__main__ import main
from shared.database import JOBS, one_trip
from shared.operations.backups import nightly
from shared.operations.backups.erasures import tell_erasures
from shared.operations.backups.records import MANIFEST
from shared.operations.backups.store import BackupDamaged, find, ids, prefix_of
from shared.operations.jobs import run_job
from tests.integration.operations.backups.conftest import Vault
from tests.support.databases import Database


@pytest.fixture(autouse=True)
def operator(
    vault: Vault,
    seeded: Database,
    functions: Database,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An operator who has the identity file."""
    del seeded
    file = tmp_path_factory.mktemp("operator") / "identity"
    file.write_text(vault.identity)
    monkeypatch.setenv("BACKUP_IDENTITY_FILE", str(file))
    monkeypatch.setenv("BACKUP_DATABASE_URL", functions.url("masterclass_backup"))
    settings.forget()


def test_from_the_first_backup_to_a_drill(
    vault: Vault, functions: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken, listed, verified, drilled: the database knows both, and one flipped bit is exit 1."""
    assert main(["backup", "verify"]) == 1
    assert "The store is empty." in capsys.readouterr().err
    assert main(["backup", "run"]) == 0
    backup = find(vault.store).manifest
    assert f"{backup.id}: " in capsys.readouterr().out
    assert main(["backup", "list"]) == 0
    assert backup.id in capsys.readouterr().out
    assert main(["backup", "verify"]) == 0
    assert f"{'masterclass.users':<40} {backup.rows['masterclass.users']:>12}" in capsys.readouterr().out
    assert main(["backup", "restore", "--drill"]) == 0
    assert "The throwaway database is gone." in capsys.readouterr().out
    with psycopg.connect(functions.url("postgres")) as connection:
        drills = (
            "select detail ->> 'backup' from masterclass.job_runs where job = 'restore-drill' and state = 'succeeded'"
        )
        assert connection.execute(drills.encode()).fetchall() == [(backup.id,)]
        known = "select id, verified_at is not null, damage from masterclass.backups where id <> 'x'"
        assert connection.execute(known).fetchall() == [(backup.id, True, None)]
    _flip(vault, f"{prefix_of(backup.id)}{backup.tables[0].sealed.object}")
    assert main(["backup", "verify"]) == 1
    said = capsys.readouterr().err
    assert "is not what was written" in said or "were changed" in said
    assert main(["backup", "restore", "--into", functions.url("postgres")]) == 1
    assert "has members already" in capsys.readouterr().err
    assert main(["backup", "nonsense"]) == 2


def test_the_weekly_reading_finds_and_notes_damage(vault: Vault, functions: Database) -> None:
    """An object that the store changed is named in the run of the job and on the backup's row."""
    nightly.back_up()
    assert nightly.verify_all() == {"backups": 1}
    manifest = find(vault.store).manifest
    _flip(vault, f"{prefix_of(manifest.id)}{manifest.tables[0].sealed.object}")
    with pytest.raises(BackupDamaged):
        run_job("verify-backups", nightly.verify_all)
    with psycopg.connect(functions.url("postgres")) as connection:
        damage = "select damage from masterclass.backups where id = %s"
        assert "is not what was written" in connection.execute(damage, [manifest.id]).fetchall()[0][0]


def test_an_erasure_is_told_once(vault: Vault, functions: Database) -> None:
    """Whoever is erased leaves an object by a keyed hash in the store, and nothing that names them."""
    functions.execute("delete from auth.users where email = 'expired@example.com'")
    assert tell_erasures() == 1
    assert tell_erasures() == 0
    [(key, size)] = list(vault.store.keys("erasures/"))
    known = one_trip(JOBS).execute("select digest from masterclass.erasures where stored_at is not null").fetchall()
    assert size == 0
    assert (key.removeprefix("erasures/"),) in known


def test_older_ones_go_once_a_newer_one_is_read_back(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has outlived its keeping, and what a killed run left, goes after the new one is whole, and not before."""
    old = [f"2020{month:02}01T030000000000Z-0000000{month:x}" for month in range(1, 13)]
    for backup in old:
        vault.store.put(f"{prefix_of(backup)}{MANIFEST}", b"{}", "application/json", "no-store")
    vault.store.put(f"{prefix_of('20250101T030000000000Z-killed')}part", b"x", "text/plain", "no-store")
    with monkeypatch.context() as patched, pytest.raises(BackupDamaged):
        patched.setattr(nightly, "verify_hashes", _damaged)
        nightly.back_up()
    assert set(old) <= set(ids(vault.store))
    for backup in set(ids(vault.store)) - set(old):
        vault.store.delete(f"{prefix_of(backup)}{MANIFEST}")
    assert nightly.back_up()["removed"] == 1  # January: the newest of twelve months stay
    assert old[0] not in ids(vault.store)
    assert list(vault.store.keys("backups/2025")) == []


def _damaged(*_: object) -> None:
    raise BackupDamaged("It is damaged.")


def _flip(vault: Vault, key: str) -> None:
    content = bytearray(b"".join(vault.store.read(key)))
    content[len(content) // 2] ^= 1
    vault.store.put(key, bytes(content), "application/octet-stream", "no-store")
