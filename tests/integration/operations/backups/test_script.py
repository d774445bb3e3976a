"""restore.sh and schema.sql: a backup restored by age, zstd and psql, without a line of ours."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from shared.operations.backups.records import SCRIPT, Manifest
from shared.operations.backups.restore import compared
from shared.operations.backups.store import prefix_of
from shared.operations.backups.table_queries import PLAIN_TEXT
from shared.operations.catalogue import select_facts
from tests import system
from tests.catalogue import compare
from tests.integration.operations.backups.conftest import Vault
from tests.support.databases import Cluster, Database


@pytest.fixture(scope="module", autouse=True)
def programs() -> None:
    """What the script needs."""
    for name in ("age", "zstd", "psql"):
        system.require(name)


def fetched(vault: Vault, manifest: Manifest, folder: Path) -> Path:
    """Lay a backup's objects and the identity file out as an operator would; return the folder."""
    for key, _ in vault.store.keys(prefix_of(manifest.id)):
        (folder / key.rpartition("/")[2]).write_bytes(b"".join(vault.store.read(key)))
    (folder / "identity.txt").write_text(f"# created by age-keygen\n{vault.identity}\n")
    return folder


def restored_by_script(folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    """Run restore.sh."""
    command = ["sh", str(folder / SCRIPT), str(folder / "identity.txt"), url]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_age_zstd_and_psql_restore_everything(vault: Vault, seeded: Database, cluster: Cluster, tmp_path: Path) -> None:
    """The script makes the same schema, fact by fact, with the same rows, from the objects alone."""
    kept = vault.take(seeded)
    target = cluster.unmigrated()
    finished = restored_by_script(fetched(vault, kept.manifest, tmp_path), target.url("postgres"))
    assert finished.returncode == 0, finished.stderr
    with psycopg.connect(seeded.url("postgres")) as first, psycopg.connect(target.url("postgres")) as second:
        theirs = {subject: facts for subject, facts in select_facts(second).items() if subject != "database"}
        assert compare(select_facts(first), theirs) == []
        second.execute(PLAIN_TEXT)
        for table in kept.manifest.tables:
            assert compared(second, table) == table.rows
    again = restored_by_script(tmp_path, target.url("postgres"))
    assert (again.returncode, again.stderr) == (1, "restore.sh: this database has members already.\n")
    target.drop()


def test_a_damaged_object_stops_the_script_before_it_writes(
    vault: Vault, seeded: Database, cluster: Cluster, tmp_path: Path
) -> None:
    """One flipped bit in one object, and nothing is restored."""
    kept = vault.take(seeded)
    target = cluster.unmigrated()
    folder = fetched(vault, kept.manifest, tmp_path)
    damaged = folder / "masterclass.users.csv.zst.age"
    content = bytearray(damaged.read_bytes())
    content[-9] ^= 4
    damaged.write_bytes(content)
    finished = restored_by_script(folder, target.url("postgres"))
    assert finished.returncode == 1
    assert "masterclass.users.csv.zst.age cannot be opened" in finished.stderr
    with psycopg.connect(target.url("postgres")) as connection:
        assert connection.execute("select to_regnamespace('masterclass') is null").fetchall() == [(True,)]
    target.drop()
