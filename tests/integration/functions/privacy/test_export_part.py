"""masterclass.export_part: everything, part by part, that is held of the reader."""

from typing import Any

from tests.integration.functions.scene import Scene


def test_every_domain_by_its_name(scene: Scene) -> None:
    """Each export_<domain> is in it, a later one too, and all of them about the reader."""
    reader = scene.signed_in()
    scene.ask(
        "create function masterclass.export_planted(member uuid) returns jsonb language sql"
        " set search_path = pg_catalog, pg_temp as 'select to_jsonb(member)'"
    )
    held = scene.ask("select document from masterclass.export_part(null)")
    assert {"exported_at", "account", "access", "learning", "guidance", "orders", "study"} <= set(held)
    assert held["planted"] == str(reader)
    assert held["account"]["member"]["id"] == str(reader)


def test_what_is_long_goes_on_in_the_next(scene: Scene) -> None:
    """Each conversation is in one part, whole; what is short is in the first alone."""
    reader, module = scene.signed_in(), scene.module()
    for _ in range(5):
        scene.conversation(reader, module, *["x" * 20_000] * 25)
    parts, place = list[dict[str, Any]](), None
    while True:
        query = "select json_build_array(document, next) from masterclass.export_part(%s)"
        part, place = scene.ask(query, place)
        parts.append(part)
        if place is None:
            break
    assert len(parts) > 1
    said = [len(each["messages"]) for part in parts for each in part.get("guidance", {}).get("conversations", [])]
    assert said == [25] * 5
    assert ["study" in part for part in parts] == [True] + [False] * (len(parts) - 1)
