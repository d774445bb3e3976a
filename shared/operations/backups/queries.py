"""What the database knows of its backups; the jobs role's statements."""

import json

from shared.database import Executor
from shared.operations.backups.store import Kept


def insert_backup(connection: Executor, kept: Kept) -> None:
    """Note a backup that is in the store, whole."""
    manifest = kept.manifest
    connection.execute(
        """
        insert into masterclass.backups
               (id, taken_at, schema_version, table_rows, total_rows, total_bytes, manifest_sha256)
        values (%(id)s, %(taken_at)s, %(schema_version)s, %(table_rows)s::jsonb, %(total_rows)s, %(total_bytes)s,
                %(manifest_sha256)s)
            on conflict (id) do nothing
        """,
        {
            "id": manifest.id,
            "taken_at": manifest.taken_at,
            "schema_version": manifest.schema_version,
            "table_rows": json.dumps(manifest.rows),
            "total_rows": sum(manifest.rows.values()),
            "total_bytes": manifest.bytes,
            "manifest_sha256": kept.sha256,
        },
    )


def note_verified(connection: Executor, backup: str, damage: str | None) -> None:
    """Note that a backup was read back, and what was wrong with it, if anything."""
    connection.execute(
        """
        update masterclass.backups
           set verified_at = case when %(damage)s::text is null then now() else verified_at end, damage = %(damage)s
         where id = %(id)s
        """,
        {"id": backup, "damage": damage},
    )


def note_deleted(connection: Executor, backups: list[str]) -> None:
    """Note that backups were taken from the store."""
    connection.execute(
        "update masterclass.backups set deleted_at = now() where id = any (%(ids)s) and deleted_at is null",
        {"ids": backups},
    )


def select_manifest_hash(connection: Executor, backup: str) -> str:
    """Return the hash of a backup's manifest as it was when it was written; empty where that is not known here."""
    row = connection.execute(
        "select manifest_sha256 from masterclass.backups where id = %(id)s", {"id": backup}
    ).fetchone()
    return row[0] if row else ""
