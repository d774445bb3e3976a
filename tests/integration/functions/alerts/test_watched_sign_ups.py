"""masterclass.watched_sign_ups: how many of a day's sign-ups have confirmed, and of the 28 days before."""

from datetime import UTC, datetime, timedelta

from tests.integration.functions.scene import Scene


def test_a_day_and_the_28_before(scene: Scene) -> None:
    """Both are counted, with those who confirmed and whom housekeeping removed; what is older is not."""
    ago = [datetime.now(UTC) - timedelta(days=days) for days in (0.5, 5, 40)]
    for place, (moment, confirmed) in enumerate(((ago[0], None), (ago[0], "now"), (ago[1], "now"), (ago[2], "now"))):
        scene.member(f"m{place}", created_at=moment, email_confirmed_at=confirmed)
    scene.ask(
        "insert into masterclass.job_runs (job, state, finished_at, detail)"
        " values ('housekeeping', 'succeeded', now(), '{\"accounts\": 3}')"
    )
    found = scene.ask("select masterclass.watched_sign_ups()")
    assert found == {"recent": 2, "recent_confirmed": 1, "usual": 4, "usual_confirmed": 1}
