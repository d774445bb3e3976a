"""masterclass.today: the day that quotas and spending are counted by."""

from tests.integration.functions.scene import Scene


def test_in_utc_whatever_the_session_says(scene: Scene) -> None:
    """A session's time zone does not move the day."""
    days: list[bool] = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        scene.ask("select set_config('timezone', %s, true)", zone)
        days.append(scene.ask("select masterclass.today() = (now() at time zone 'utc')::date"))
    assert days == [True, True]
