"""Backups that cannot be relied on: each is refused in one sentence, when it is taken, read back or restored."""

import collections
import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence

import psycopg
import pyrage
import pytest
import zstandard

from shared.operations.backups import rules, streams, take
from shared.operations.backups.records import MANIFEST, SCRIPT, Manifest, Sealed
from shared.operations.backups.restore import restore
from shared.operations.backups.sealing import Unopenable, recipients_of
from shared.operations.backups.store import BackupDamaged, NoBackup, find, ids, prefix_of, read_object
from shared.operations.backups.table_queries import Columns, select_tables
from shared.operations.backups.take import BackupRefused, BackupUnderWay
from shared.operations.backups.verify import open_object, verify_contents, verify_hashes
from shared.operations.gateway import Store
from shared.problems import Problem
from tests.integration.operations.backups.conftest import Vault
from tests.support.databases import Cluster, Database


def replaced(vault: Vault, key: str, content: bytes) -> None:
    """Put other bytes in an object's place."""
    vault.store.put(key, content, "application/octet-stream", "no-store")


def verified(vault: Vault, backup: str) -> None:
    """Verify as the operator does."""
    verify_contents(vault.store, find(vault.store, backup).manifest, vault.identities)


def test_damage_of_every_kind_is_found_and_named(vault: Vault, seeded: Database, cluster: Cluster) -> None:
    """Flipped bits, a cut, a missing and a forged object, another key, no manifest: each is one sentence."""
    seeded.execute("update masterclass.users set name = E'O\\'Neill \"Ann\",\\nMD' where email = 'free@example.com'")
    kept = vault.take(seeded)
    assert find(vault.store).manifest == kept.manifest
    verified(vault, kept.manifest.id)
    _flips(vault, kept.manifest)
    _cut_or_missing(vault, kept.manifest)
    with pytest.raises(Unopenable, match="sealed to another key"):
        verify_contents(vault.store, kept.manifest, [pyrage.x25519.Identity.generate()])
    _forged(vault, kept.manifest, cluster)
    vault.store.delete(prefix_of(kept.manifest.id) + MANIFEST)
    with pytest.raises(NoBackup):
        find(vault.store, kept.manifest.id)


def _flips(vault: Vault, manifest: Manifest) -> None:
    """Bits flipped in the manifest, the script and sealed objects."""
    seeded_random = random.Random(15)
    key = prefix_of(manifest.id) + MANIFEST
    whole = b"".join(vault.store.read(key))
    for _ in range(20):
        replaced(vault, key, flipped(whole, seeded_random))
        with pytest.raises(BackupDamaged):
            find(vault.store, manifest.id)
    replaced(vault, key, whole)
    for sealed in seeded_random.sample(manifest.objects, 20):
        key = prefix_of(manifest.id) + sealed.object
        whole = b"".join(vault.store.read(key))
        replaced(vault, key, flipped(whole, seeded_random))
        with pytest.raises((BackupDamaged, Unopenable)) as refusal:
            _opened(vault, manifest, sealed)
        assert refusal.value.detail.count(". ") == 0, refusal.value.detail
        replaced(vault, key, whole)


def flipped(whole: bytes, seeded_random: random.Random) -> bytes:
    """Return `whole` with one bit of it flipped."""
    bit = seeded_random.randrange(len(whole) * 8)
    return whole[: bit // 8] + bytes([whole[bit // 8] ^ (1 << bit % 8)]) + whole[bit // 8 + 1 :]


def _opened(vault: Vault, manifest: Manifest, sealed: Sealed) -> None:
    if sealed.object == SCRIPT:
        collections.deque(read_object(vault.store, manifest.id, sealed), maxlen=0)
    else:
        open_object(vault.store, manifest, sealed, vault.identities, lambda _: None)


def _cut_or_missing(vault: Vault, manifest: Manifest) -> None:
    key = f"{prefix_of(manifest.id)}auth.users.csv.zst.age"
    whole = b"".join(vault.store.read(key))
    replaced(vault, key, whole[:-7])
    with pytest.raises(BackupDamaged, match=r"auth\.users\.csv\.zst\.age has"):
        verify_hashes(vault.store, manifest)
    vault.store.delete(key)
    with pytest.raises(BackupDamaged, match=r"auth\.users\.csv\.zst\.age is missing"):
        verified(vault, manifest.id)
    replaced(vault, key, whole)


def _forged(vault: Vault, manifest: Manifest, cluster: Cluster) -> None:
    """An object that was sealed anew, hash and all: it is not what the manifest says is in it; nothing is restored."""
    content = pyrage.encrypt(zstandard.compress(b"id,email\n"), recipients_of(vault.recipient))
    users = next(table for table in manifest.tables if table.name == "auth.users")
    sealed = users.sealed._replace(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    replaced(vault, prefix_of(manifest.id) + users.sealed.object, content)
    others = [table._replace(sealed=sealed) if table is users else table for table in manifest.tables]
    target = cluster.database()
    with pytest.raises(BackupDamaged, match=r"sealed in .*auth\.users.* is not what the manifest says"):
        restore(target.url("postgres"), vault.store, manifest._replace(tables=others), vault.identities)
    target.drop()


def test_an_emptied_table_is_no_success(vault: Vault, seeded: Database) -> None:
    """A table with under 80 % of the last backup's rows is named, nothing is left in the store, and one may insist."""
    first, table = vault.take(seeded), "masterclass.completed_blocks"
    seeded.execute(f"create table public.kept as select * from {table}; delete from {table}")
    with pytest.raises(BackupRefused, match=f"{table} has 0 rows where the last good backup has"):
        vault.take(seeded)
    assert ids(vault.store) == [first.manifest.id]
    assert {key.split("/")[1] for key, _ in vault.store.keys("backups/")} == {first.manifest.id}
    taken = take.take_backup(
        seeded.url("masterclass_backup"), vault.store, recipients_of(vault.recipient), accept_loss=True
    )
    assert ids(vault.store)[-1] == taken.manifest.id
    replaced(vault, prefix_of(taken.manifest.id) + MANIFEST, b"{}")  # a damaged backup is none to compare with
    with pytest.raises(BackupRefused):
        vault.take(seeded)
    seeded.execute(f"insert into {table} select * from public.kept; drop table public.kept")


def test_what_is_too_large_or_too_slow_is_no_success(
    vault: Vault, seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above ten gigabytes or past twelve minutes it stops, and names what takes its place."""
    monkeypatch.setattr(rules, "LARGEST_DATABASE_BYTES", 1024)
    with pytest.raises(BackupRefused, match="PITR"):
        vault.take(seeded)
    monkeypatch.undo()
    with pytest.raises(BackupRefused, match="12 minutes"):
        take.take_backup(seeded.url("masterclass_backup"), vault.store, recipients_of(vault.recipient), seconds=-1)
    assert ids(vault.store) == []


class Killed(BaseException):
    """The process ends here."""


def killing(store: Store, after: int) -> Callable[..., None]:
    """Return a `put` that works `after` times and then lets the process end."""
    puts, real = iter(range(after)), store.put

    def put(*arguments: object) -> None:
        if next(puts, None) is None:
            raise Killed
        real(*arguments)  # pyright: ignore[reportArgumentType]

    return put


@pytest.mark.parametrize("everything", [False, True], ids=["after one part", "before the manifest"])
def test_killed_after_any_part_the_next_start_makes_one(vault: Vault, seeded: Database, *, everything: bool) -> None:
    """Whatever was stored when the process ended counts for nothing; the next start makes one whole backup."""
    store, parts = vault.store, len(select_tables_of(seeded)) + 2
    store.put = killing(store, parts if everything else 1)
    with pytest.raises(Killed):
        take.take_backup(seeded.url("masterclass_backup"), store, recipients_of(vault.recipient))
    assert len(list(vault.store.keys("backups/"))) == (parts if everything else 1)
    assert ids(vault.store) == []
    kept = vault.take(seeded)
    assert ids(vault.store) == [kept.manifest.id]
    verify_hashes(vault.store, kept.manifest)


def select_tables_of(database: Database) -> Sequence[Columns]:
    """Return what a backup of `database` holds."""
    with psycopg.connect(database.url("postgres")) as connection:
        return select_tables(connection)


def test_two_at_once_are_one(vault: Vault, seeded: Database) -> None:
    """While one backup is under way another does not begin."""

    def during(_table: str, _rows: int) -> None:
        with pytest.raises(BackupUnderWay):
            vault.take(seeded)

    take.take_backup(seeded.url("masterclass_backup"), vault.store, recipients_of(vault.recipient), watch=once(during))
    assert len(ids(vault.store)) == 1


def once(call: Callable[[str, int], None]) -> Callable[[str, int], None]:
    """Return `call` for its first time, and nothing afterwards."""
    calls: Iterator[Callable[[str, int], None]] = iter([call])

    def told(table: str, rows: int) -> None:
        for first in calls:
            first(table, rows)

    return told


def test_large_tables_go_in_parts(vault: Vault, seeded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object of several parts is the same; an upload that fails midway leaves none; no manifest names anybody."""
    monkeypatch.setattr(streams, "PART_BYTES", 700)
    kept = vault.take(seeded)
    verified(vault, kept.manifest.id)
    told = json.loads(b"".join(vault.store.read(prefix_of(kept.manifest.id) + MANIFEST)))
    assert told["schema_version"] == max(told["migrations"])
    assert "example.com" not in json.dumps(told)
    monkeypatch.setattr(Store, "complete_upload", away)
    with pytest.raises(Problem, match="store is away"):
        vault.take(seeded)
    assert ids(vault.store) == [kept.manifest.id]


def away(*_: object) -> None:
    """Be a store that does not answer."""
    raise Problem("The store is away.")
