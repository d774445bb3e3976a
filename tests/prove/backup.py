"""Backups: large ones in time and memory, damage found, a kill at any moment harmless, nobody lost or brought back."""

import random
from collections.abc import Callable

from shared.operations.backups.records import MANIFEST, SCRIPT, Manifest, Sealed
from shared.operations.backups.sealing import Unopenable
from shared.operations.backups.store import BackupDamaged, find, ids, prefix_of, read_object
from shared.operations.backups.verify import open_object, verify_hashes
from shared.operations.gateway import Store
from tests.integration.access import matrix
from tests.prove.backing import histories, sizes
from tests.prove.backing.place import Place, place
from tests.prove.proof import Outcome, Proof

SECONDS, MEGABYTES = 60, 150
BUYERS = 20


def large(size: int, _seed: int) -> Outcome:
    """Back `size` rows up and restore them by the operator's commands; a minute and 150 MB each, hashes equal."""
    with place() as here:
        database, target = here.cluster.database(), here.cluster.database()
        sizes.fill(database, size)
        backup = sizes.run(here, database, "backup", "run")
        restore = sizes.run(here, database, "backup", "restore", "--into", target.url("postgres"))
        rows = sum(find(here.store).manifest.rows.values())
        stored = find(here.store).manifest.bytes / 1024**2
    wrong = sum(ran.code != 0 or ran.seconds > SECONDS or ran.megabytes > MEGABYTES for ran in (backup, restore))
    told = "; ".join(
        f"{name} {ran.seconds:.1f} s ({ran.worked_seconds:.1f} s of work), {ran.megabytes:.0f} MB, exit {ran.code}"
        for name, ran in (("backup", backup), ("restore", restore))
    )
    return Outcome(
        rows, wrong, f"{rows:,} rows, {stored:.1f} MB stored; {told} (a restore ends 0 for equal hashes only)"
    )


def flips(size: int, seed: int) -> Outcome:
    """Flip `size` single bits all over a backup, one after the other; each must be found."""
    seeded = random.Random(seed)
    missed: list[str] = []
    with place() as here:
        manifest = _backed_up(here)
        keys = [(sealed.object, sealed) for sealed in manifest.objects]
        for _ in range(size):
            name, sealed = seeded.choice([*keys, (MANIFEST, keys[0][1])])
            key = prefix_of(manifest.id) + name
            whole = b"".join(here.store.read(key))
            bit = seeded.randrange(len(whole) * 8)
            changed = whole[: bit // 8] + bytes([whole[bit // 8] ^ (1 << bit % 8)]) + whole[bit // 8 + 1 :]
            here.store.put(key, changed, "application/octet-stream", "no-store")
            try:
                _looked_at(here, manifest, name, sealed)
                missed.append(f"bit {bit} of {name}")
            except (BackupDamaged, Unopenable):
                pass
            here.store.put(key, whole, "application/octet-stream", "no-store")
    return Outcome(size, len(missed), f"{size - len(missed)} of {size} flipped bits found {missed[:3] or ''}".strip())


def _looked_at(here: Place, manifest: Manifest, name: str, sealed: Sealed) -> None:
    if name == MANIFEST:
        find(here.store, manifest.id)
    elif name == SCRIPT:
        for _ in read_object(here.store, manifest.id, sealed):
            pass
    else:
        open_object(here.store, manifest, sealed, [here.identity], lambda _: None)


class Killed(BaseException):
    """The process ends here."""


def kills(size: int, _seed: int) -> Outcome:
    """End the backup after each of its first `size` writes to the store, retry: one whole backup and nothing else."""
    wrong: list[int] = []
    with place() as here:
        database = here.cluster.database()
        matrix.seed(database)
        writes = len(here.take(database).manifest.objects) + 1
        for after in range(min(size, writes)):
            here.clear()
            store = here.store
            store.put = _put_until(store, after)
            try:
                here.take(database, store)
                wrong.append(after)
            except Killed:
                pass
            before = ids(here.store)
            kept = here.take(database)
            verify_hashes(here.store, kept.manifest)
            if before or ids(here.store) != [kept.manifest.id]:
                wrong.append(after)
    return Outcome(
        min(size, writes),
        len(wrong),
        f"killed after each of {min(size, writes)} of {writes} writes: {len(wrong)} wrong",
    )


def _put_until(store: Store, after: int) -> Callable[..., None]:
    puts, real = iter(range(after)), store.put

    def put(key: str, content: bytes, content_type: str, cache_control: str) -> None:
        if next(puts, None) is None:
            raise Killed
        real(key, content, content_type, cache_control)

    return put


def lost_and_found(size: int, seed: int) -> Outcome:
    """Run `size` buyers' histories over a restore, twenty a shop; count those whom it tells otherwise than Stripe."""
    seeded = random.Random(seed)
    wrong: list[str] = []
    done = 0
    with place() as here:
        while done < size:
            wrong += histories.one_round(here, seeded, min(BUYERS, size - done))
            done += min(BUYERS, size - done)
            here.clear()
    return Outcome(done, len(wrong), f"{len(wrong)} of {done} histories wrong {wrong[:2] or ''}".strip())


def _backed_up(here: Place) -> Manifest:
    database = here.cluster.database()
    matrix.seed(database)
    return here.take(database).manifest


PROOFS = [
    Proof("backup: size", "a million rows in a minute and 150 MB each way, with equal hashes", 1_000_000, 2000, large),
    Proof("backup: bits", "one flipped bit anywhere is found", 100, 10, flips),
    Proof("backup: kills", "killed after any write and retried, there is one whole backup", 100, 2, kills),
    Proof(
        "backup: histories",
        "after a restore buyers have what Stripe says, and the erased are gone",
        200,
        8,
        lost_and_found,
    ),
]
