"""masterclass.keep_owner_report: one report, in place of the one before."""

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene


def test_one_report(scene: Scene) -> None:
    """The newer one stands alone."""
    for number in (1, 2):
        assert scene.ask("select masterclass.keep_owner_report(%s, 0.5)", Jsonb({"number": number})) is not None
    assert scene.row("select document, seconds from masterclass.owner_report") == [{"number": 2}, 0.5]
