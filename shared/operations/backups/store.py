"""The backups in the store: which are whole, and what each says of itself."""

import contextlib
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from shared import settings
from shared.operations.backups.records import MANIFEST, Manifest, ManifestUnreadable, Sealed, read_manifest
from shared.operations.gateway import ObjectMissing, Store
from shared.problems import Problem

PREFIX = "backups/"


class BackupDamaged(Problem):
    """This backup is damaged."""


class NoBackup(Problem):
    """There is no such backup."""


class Kept(NamedTuple):
    """A whole backup: its manifest and that manifest's own hash."""

    manifest: Manifest
    sha256: str


def open_store() -> Store:
    """Return the backups' store; raises SettingMissing."""
    return Store(settings.backup_store())


def prefix_of(backup: str) -> str:
    """Return where the objects of a backup lie."""
    return f"{PREFIX}{backup}/"


def ids(store: Store) -> list[str]:
    """Return the ids of the backups that have a manifest, oldest first: they begin with their moment."""
    ends = f"/{MANIFEST}"
    keys = (key for key, _ in store.keys(PREFIX))
    return sorted(key.removeprefix(PREFIX).removesuffix(ends) for key in keys if key.endswith(ends))


def find(store: Store, backup: str = "") -> Kept:
    """Return the backup `backup`, or the newest; raises NoBackup and BackupDamaged."""
    known = ids(store)
    wanted = backup or (known[-1] if known else "")
    if wanted not in known:
        raise NoBackup(f"The store has no backup {wanted} with a manifest." if wanted else "The store is empty.")
    stored = b"".join(store.read(prefix_of(wanted) + MANIFEST))
    try:
        manifest = read_manifest(stored)
    except ManifestUnreadable as refusal:
        raise BackupDamaged(f"{wanted}/{MANIFEST} {refusal}.") from None
    if manifest.id != wanted:
        raise BackupDamaged(f"{wanted}/{MANIFEST} is the manifest of {manifest.id}.")
    return Kept(manifest, hashlib.sha256(stored).hexdigest())


def newest_good(store: Store) -> Kept | None:
    """Return the newest backup whose manifest can be read; None where there is none. A damaged one stops no other."""
    for backup in reversed(ids(store)):
        with contextlib.suppress(BackupDamaged):
            return find(store, backup)
    return None


def read_object(store: Store, backup: str, sealed: Sealed) -> Iterator[bytes]:
    """Yield an object's bytes as stored; raises BackupDamaged at its end when they are not those that were written."""
    digest, length = hashlib.sha256(), 0
    try:
        chunks = store.read(prefix_of(backup) + sealed.object)
    except ObjectMissing:
        raise BackupDamaged(f"{backup}/{sealed.object} is missing.") from None
    for chunk in chunks:
        digest.update(chunk)
        length += len(chunk)
        yield chunk
    if length != sealed.bytes:
        raise BackupDamaged(f"{backup}/{sealed.object} has {length:,} bytes where {sealed.bytes:,} were written.")
    if digest.hexdigest() != sealed.sha256:
        raise BackupDamaged(f"{backup}/{sealed.object} is not what was written: its hash is another.")
