"""What the background does: the night's backup with all that follows it, and the week's reading back of all of them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from shared import settings
from shared.database import JOBS, one_trip
from shared.operations.backups import queries, rules
from shared.operations.backups.erasures import tell_erasures
from shared.operations.backups.records import MANIFEST
from shared.operations.backups.sealing import recipients_of
from shared.operations.backups.store import PREFIX, BackupDamaged, Kept, find, ids, open_store, prefix_of
from shared.operations.backups.take import Watch, describe, take_backup
from shared.operations.backups.verify import verify_hashes
from shared.operations.gateway import Store


def back_up(*, accept_loss: bool = False, watch: Watch = lambda _table, _rows: None) -> Mapping[str, object]:
    """Take a backup, read it back, and only then let go of what has outlived its keeping; return what was done."""
    backup, store = settings.backup(), open_store()
    kept = take_backup(
        backup.database_url, store, recipients_of(backup.recipients), accept_loss=accept_loss, watch=watch
    )
    queries.insert_backup(one_trip(JOBS), kept)
    _read_back(store, kept)
    return {**describe(kept), "removed": _let_go(store), "erasures_told": tell_erasures()}


def verify_all() -> Mapping[str, object]:
    """Read every object of every backup back; raises BackupDamaged at the end, naming all that are damaged."""
    store = open_store()
    known = ids(store)
    damaged = [damage for backup in known if (damage := _damage_of(store, backup))]
    if damaged:
        raise BackupDamaged(" ".join(damaged))
    return {"backups": len(known)}


def _damage_of(store: Store, backup: str) -> str:
    try:
        _read_back(store, find(store, backup))
    except BackupDamaged as damage:
        return damage.detail
    return ""


def _read_back(store: Store, kept: Kept) -> None:
    """Compare the store's objects with the manifest, and the manifest with what the database remembers of it."""
    backup = kept.manifest.id
    try:
        _require_the_one_written(kept)
        verify_hashes(store, kept.manifest)
    except BackupDamaged as damage:
        queries.note_verified(one_trip(JOBS), backup, damage.detail)
        raise
    queries.note_verified(one_trip(JOBS), backup, None)


def _require_the_one_written(kept: Kept) -> None:
    if queries.select_manifest_hash(one_trip(JOBS), kept.manifest.id) not in {"", kept.sha256}:
        raise BackupDamaged(f"{kept.manifest.id}/{MANIFEST} is another than the one that was written.")


def _let_go(store: Store) -> int:
    """Remove the backups that are not to be kept, and what killed runs left; return how many backups went."""
    whole = ids(store)
    keeping = rules.kept({backup: _moment(backup) for backup in whole})
    expired = [backup for backup in whole if backup not in keeping]
    for backup in expired:
        store.delete(prefix_of(backup) + MANIFEST)  # first: without it the rest is no backup any more
    queries.note_deleted(one_trip(JOBS), expired)
    _delete(store, rules.left_behind([key for key, _ in store.keys(PREFIX)], PREFIX, keeping))
    return len(expired)


def _moment(backup: str) -> datetime:
    return datetime.strptime(backup.partition("-")[0], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)


def _delete(store: Store, keys: Iterable[str]) -> None:
    for key in keys:
        store.delete(key)
