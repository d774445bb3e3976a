"""masterclass.export_reader: everything that is held of the reader."""

from tests.integration.functions.scene import Scene


def test_every_domain_by_its_name(scene: Scene) -> None:
    """Each export_<domain> is in it, a later one too, and all of them about the reader."""
    reader = scene.signed_in()
    scene.ask(
        "create function masterclass.export_planted(member uuid) returns jsonb language sql"
        " set search_path = pg_catalog, pg_temp as 'select to_jsonb(member)'"
    )
    held = scene.ask("select masterclass.export_reader()")
    assert {"exported_at", "account", "access", "learning", "guidance", "orders", "study"} <= set(held)
    assert held["planted"] == str(reader)
    assert held["account"]["member"]["id"] == str(reader)
