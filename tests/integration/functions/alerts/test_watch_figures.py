"""masterclass.watch_figures: everything the watch decides by, in one document."""

from shared.alerts.figures import Figures
from tests.integration.functions.scene import Scene


def test_the_document_is_what_the_watch_reads(scene: Scene) -> None:
    """Every field is one that the watch knows, of its type; a damaged or deleted backup is none."""
    for name, columns in (("whole", {}), ("damaged", {"damage": "x"}), ("deleted", {"deleted_at": "now"})):
        taken = "2026-01-01" if name == "whole" else "2026-02-01"
        facts = {"schema_version": "1", "table_rows": "{}", "total_rows": 1, "total_bytes": 1}
        scene.add(
            "backups", id=name, taken_at=taken, manifest_sha256=name[0].replace("w", "a") * 64, **facts, **columns
        )
    figures = Figures.model_validate(scene.ask("select masterclass.watch_figures()"))
    assert figures.backup_manifest == "a" * 64
    assert figures.installed_hours is not None
    assert figures.database_bytes > 1_000_000
    assert 0 < figures.connections <= figures.connections_limit
