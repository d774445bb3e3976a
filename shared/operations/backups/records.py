"""What a backup is: its manifest, which is written last and without which nothing counts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

FORMAT = 1
MANIFEST = "manifest.json"
SCHEMA = "schema.sql.zst.age"
SCRIPT = "restore.sh"


class Sealed(NamedTuple):
    """One object: its hash and length as stored, and those of what was sealed in it."""

    object: str
    bytes: int
    sha256: str
    plain_bytes: int
    plain_sha256: str


class Table(NamedTuple):
    """One table's object; `columns` and `types` in the order of its CSV, `order` the columns that its rows go by."""

    name: str
    columns: Sequence[str]
    types: Sequence[str]
    order: Sequence[str]
    rows: int
    sealed: Sealed


class Manifest(NamedTuple):
    """One whole backup. `taken_at` is the moment that every table shows; `migrations` are the versions that had run."""

    id: str
    taken_at: datetime
    migrations: Sequence[str]
    tables: Sequence[Table]
    sequences: Mapping[str, int]
    schema: Sealed
    script: Sealed

    @property
    def schema_version(self) -> str:
        """The newest migration that had run."""
        return max(self.migrations, default="")

    @property
    def objects(self) -> list[Sealed]:
        """Everything that the store holds of it, the manifest apart."""
        return [*(table.sealed for table in self.tables), self.schema, self.script]

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table.name: table.rows for table in self.tables}

    @property
    def bytes(self) -> int:
        """How much the store holds of it, in bytes."""
        return sum(sealed.bytes for sealed in self.objects)


class ManifestUnreadable(Exception):
    """The manifest is not what was written; the message is half a sentence."""


def write_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as it is stored: it carries the hash of itself."""
    content = {
        "format": FORMAT,
        "id": manifest.id,
        "taken_at": manifest.taken_at.isoformat(),
        "schema_version": manifest.schema_version,
        "migrations": list(manifest.migrations),
        "sequences": dict(manifest.sequences),
        "schema": manifest.schema._asdict(),
        "script": manifest.script._asdict(),
        "tables": [{**table._asdict(), "sealed": table.sealed._asdict()} for table in manifest.tables],
    }
    return _written({**content, "sha256": _digest(content)})


def read_manifest(stored: bytes) -> Manifest:
    """Return the manifest that `stored` is, to the byte; raises ManifestUnreadable for anything else."""
    try:
        content: dict[str, Any] = json.loads(stored)
        told = content.pop("sha256")
        whole = stored == _written({**content, "sha256": told}) and told == _digest(content)
    except (ValueError, AttributeError, KeyError, RecursionError):
        raise ManifestUnreadable("is not the manifest that was written") from None
    if not whole:
        raise ManifestUnreadable("is not the manifest that was written")
    if content["format"] != FORMAT:
        raise ManifestUnreadable(f"has format {content['format']}, and this release reads format {FORMAT}")
    return Manifest(
        content["id"],
        datetime.fromisoformat(content["taken_at"]),
        content["migrations"],
        [_table(table) for table in content["tables"]],
        content["sequences"],
        Sealed(**content["schema"]),
        Sealed(**content["script"]),
    )


def _table(told: dict[str, Any]) -> Table:
    sealed = Sealed(**told.pop("sealed"))
    return Table(**told, sealed=sealed)


def _written(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, indent=1, sort_keys=True).encode() + b"\n"


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(_written(content)).hexdigest()
