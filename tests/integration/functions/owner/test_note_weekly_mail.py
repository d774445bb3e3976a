"""masterclass.note_weekly_mail: that owners were mailed for a week."""

from tests.integration.functions.scene import Scene


def test_it_outlives_the_next_report(scene: Scene) -> None:
    """The week is told with the report, also once that was made anew."""
    scene.ask("select masterclass.keep_owner_report('{}', 0.5)")
    assert scene.ask("select masterclass.operator_report()")["mailed_week"] is None
    scene.ask("select masterclass.note_weekly_mail('2026-03-02')")
    scene.ask("select masterclass.keep_owner_report('{}', 0.5)")
    assert scene.ask("select masterclass.operator_report()")["mailed_week"] == "2026-03-02"
