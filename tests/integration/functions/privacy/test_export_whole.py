"""masterclass.export_whole: everything of a member, from every domain."""

from tests.integration.functions.scene import Scene


def test_every_domain(scene: Scene) -> None:
    """Each export of a domain is in it under the domain's name."""
    told = scene.ask("select masterclass.export_whole(%s)", scene.member())
    domains = scene.ask(
        "select jsonb_agg(substr(proname, 8)) from pg_proc"
        " where proname like 'export\\_%%' and proname not in ('export_part', 'export_member_part', 'export_whole')"
    )
    assert told.keys() == {"exported_at", *domains}
