"""`python -m shared backup run|list|verify|restore`: what stands between this shop and losing everything."""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from shared import environment
from shared.operations.backups.nightly import back_up
from shared.operations.backups.progress import Progress
from shared.operations.backups.records import Manifest
from shared.operations.backups.restore import Restored, restore
from shared.operations.backups.sealing import Unopenable, identities_of
from shared.operations.backups.store import BackupDamaged, find, ids, newest_good, open_store
from shared.operations.backups.verify import verify_contents, verify_hashes

if TYPE_CHECKING:
    from pyrage import x25519


def main(arguments: list[str]) -> int:
    """Run the subcommand; 2 for wrong usage."""
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as asked:  # argparse has said what is wrong, or printed its help
        return int(asked.code or 0)
    return chosen.run(chosen)


def run(chosen: argparse.Namespace) -> int:
    """Take a backup now, read it back, and let go of what has outlived its keeping."""
    before = newest_good(open_store())
    with_bar = Progress(before.manifest.rows if before else {})
    done = back_up(accept_loss=chosen.accept_loss, watch=with_bar)
    with_bar.end()
    print(f"{done['backup']}: {done['rows']:,} rows, {_size(int(str(done['bytes'])))}, read back and whole.")
    if done["removed"]:
        print(f"Let go of {done['removed']} that had outlived their keeping.")
    return 0


def show(_: argparse.Namespace) -> int:
    """List every backup that the store holds, the oldest first; 1 when one of them is damaged."""
    store, damaged = open_store(), 0
    known = ids(store)
    for backup in known:
        try:
            manifest = find(store, backup).manifest
        except BackupDamaged as damage:
            damaged += 1
            print(f"{backup}  DAMAGED: {damage.detail}")
            continue
        taken = manifest.taken_at.astimezone(UTC)
        print(f"{backup}  {taken:%Y-%m-%d %H:%M} UTC  {sum(manifest.rows.values()):>12,} rows  {_size(manifest.bytes)}")
    if not known:
        print("The store has no backup yet.")
    return 1 if damaged else 0


def verify(chosen: argparse.Namespace) -> int:
    """Read a backup back and print the rows of each table; with the operator's identity, open every object too."""
    store = open_store()
    manifest = find(store, chosen.backup).manifest
    identities, bar = _identities(required=False), Progress(manifest.rows)
    if identities:
        verify_contents(store, manifest, identities, bar)
    else:
        verify_hashes(store, manifest, bar)
    bar.end()
    _print_rows(manifest.rows)
    how = "opened and counted" if identities else "read back; without BACKUP_IDENTITY_FILE nothing was opened"
    print(f"{manifest.id} is whole: {len(manifest.objects)} objects {how}.")
    return 0


def bring_back(chosen: argparse.Namespace) -> int:
    """Restore a backup into a database without members, or with --drill into one that is dropped again."""
    store = open_store()
    manifest, identities = find(store, chosen.backup).manifest, _identities(required=True)
    bar = Progress(manifest.rows)
    restored = _restorer(chosen)(manifest, identities, bar)
    bar.end()
    for table, rows in restored.rows.items():
        print(f"{table:<40} {manifest.rows[table]:>12,} {rows:>12,}  equal")
    print(f"Restored {manifest.id}: {sum(restored.rows.values()):,} rows, each table's hash equal.")
    print(f"{restored.erased_again} people erased again, {restored.roles_corrected} roles put right.")
    if chosen.drill:
        print("The throwaway database is gone.")
    else:
        print(f"Now make the sales since whole: payments reconcile --since {manifest.taken_at:%Y-%m-%d}")
    return 0


def _restorer(
    chosen: argparse.Namespace,
) -> "Callable[[Manifest, Sequence[x25519.Identity], Callable[[str, int], None]], Restored]":
    from shared.operations.backups.drill import drill

    store = open_store()
    if chosen.drill:
        return lambda manifest, identities, watch: drill(store, manifest, identities, watch)
    url = chosen.into or environment.require("MIGRATION_DATABASE_URL")
    return lambda manifest, identities, watch: restore(url, store, manifest, identities, watch)


def _identities(*, required: bool) -> "list[x25519.Identity]":
    file = environment.require("BACKUP_IDENTITY_FILE") if required else environment.read("BACKUP_IDENTITY_FILE")
    if not file:
        return []
    try:
        return identities_of(Path(file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Unopenable("BACKUP_IDENTITY_FILE names no file that can be read.") from None


def _print_rows(rows: "dict[str, int]") -> None:
    for table, count in rows.items():
        print(f"{table:<40} {count:>12,}")


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:,.1f} MB"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared backup", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="run|list|verify|restore")
    for name, work in (("run", run), ("list", show), ("verify", verify), ("restore", bring_back)):
        command = commands.add_parser(name, help=(work.__doc__ or "").splitlines()[0])
        command.set_defaults(run=work)
        if name == "run":
            command.add_argument(
                "--accept-loss", action="store_true", help="also where a table has lost over a fifth of its rows"
            )
        if name in {"verify", "restore"}:
            command.add_argument("--from", dest="backup", metavar="ID", default="", help="another than the newest")
        if name == "restore":
            target = command.add_mutually_exclusive_group()
            target.add_argument("--into", metavar="URL", help="the owner's address of a database without members")
            target.add_argument("--drill", action="store_true", help="into a throwaway database, dropped afterwards")
    return parser
