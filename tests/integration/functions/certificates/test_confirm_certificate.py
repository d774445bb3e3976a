"""masterclass.confirm_certificate: the learner says how their name is printed, once."""

from tests.integration.functions.scene import Scene

CONFIRM = "select masterclass.confirm_certificate(%s, %s)"
KEPT = "select name, issued_on, confirmed_at is not null as confirmed from masterclass.certificates"


def finished(scene: Scene) -> None:
    """Make the reader somebody to whom nothing is missing, with a moment of issue that is two days at once."""
    scene.course()
    scene.grant(user_id=scene.signed_in())
    scene.module()
    scene.ask("select masterclass.reader_certificate()")
    scene.ask("update masterclass.certificates set issued_at = '2026-11-28 03:00+00'")


def test_name_and_day_once(scene: Scene) -> None:
    """Name and day are kept; the same again changes nothing, another name is refused by naming the one it has."""
    finished(scene)
    assert scene.ask(CONFIRM, "Ann Ito", "Pacific/Honolulu")["state"] == "earned"
    assert scene.ask(CONFIRM, "Ann Ito", "UTC")["state"] == "earned"
    code, told = scene.refusal(CONFIRM, "Bob", "UTC")
    assert (code, "Ann Ito" in told["says"]) == ("MC409", True)
    assert scene.row(KEPT) == ["Ann Ito", "2026-11-27", True]


def test_no_such_time_zone(scene: Scene) -> None:
    """It is said where the fault is, and nothing is issued."""
    finished(scene)
    code, told = scene.refusal(CONFIRM, "Ann", "Mars/Base")
    assert (code, told["errors"][0]["pointer"]) == ("MC422", "/time_zone")
    assert scene.row(KEPT)[1:] == [None, False]


def test_not_before_it_is_earned(scene: Scene) -> None:
    """Without full access, and while something is missing, nothing is confirmed."""
    scene.course()
    reader = scene.signed_in()
    scene.block(scene.module())
    assert scene.refusal(CONFIRM, "Ann", "UTC")[0] == "MC402"
    scene.grant(user_id=reader)
    assert scene.refusal(CONFIRM, "Ann", "UTC")[0] == "MC409"
