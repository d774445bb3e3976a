"""Reading a backup back: every object's hash as stored, and with the operator's identity what is sealed in it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from shared.operations.backups.records import Manifest, Sealed
from shared.operations.backups.sealing import Unopenable, unseal
from shared.operations.backups.store import BackupDamaged, read_object
from shared.operations.gateway import Store

if TYPE_CHECKING:
    from pyrage import x25519

Watch = Callable[[str, int], None]


def verify_hashes(store: Store, manifest: Manifest, watch: Watch = lambda _name, _rows: None) -> None:
    """Read every object back; raises BackupDamaged for the first that is not what was written. Needs no identity."""
    for sealed in manifest.objects:
        for _ in read_object(store, manifest.id, sealed):
            pass
        watch(sealed.object, 0)


def verify_contents(
    store: Store,
    manifest: Manifest,
    identities: "Sequence[x25519.Identity]",
    watch: Watch = lambda _name, _rows: None,
) -> None:
    """Open every object and count every table's rows; raises BackupDamaged and Unopenable."""
    for _ in read_object(store, manifest.id, manifest.script):
        pass
    open_object(store, manifest, manifest.schema, identities, lambda _: None)
    for table in manifest.tables:
        lines = _Lines()
        open_object(store, manifest, table.sealed, identities, lines)
        watch(table.name, lines.rows)
        if lines.rows != table.rows:
            raise BackupDamaged(f"{table.name} has {lines.rows:,} rows in it, and the manifest says {table.rows:,}.")


def open_object(
    store: Store,
    manifest: Manifest,
    sealed: Sealed,
    identities: "Sequence[x25519.Identity]",
    sink: Callable[[bytes], None],
) -> None:
    """Give what is sealed in an object to `sink`; raises BackupDamaged or Unopenable, which name it."""
    try:
        found = unseal(read_object(store, manifest.id, sealed), identities, sink)
    except Unopenable as refusal:
        raise Unopenable(f"{manifest.id}/{sealed.object}: {refusal.detail}") from None
    if (found.plain_bytes, found.plain_sha256) != (sealed.plain_bytes, sealed.plain_sha256):
        raise BackupDamaged(f"What is sealed in {manifest.id}/{sealed.object} is not what the manifest says.")


class _Lines:
    """Counts the rows of a CSV as it passes: line ends outside quotes, less the header's."""

    def __init__(self) -> None:
        self.rows = -1
        self._quoted = 0

    def __call__(self, chunk: bytes) -> None:
        parts = chunk.split(b'"')
        self.rows += sum(part.count(b"\n") for part in parts[self._quoted :: 2])
        self._quoted = (self._quoted + len(parts) - 1) % 2
