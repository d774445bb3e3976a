"""masterclass.count_written: how much a member may store in a minute."""

from tests.integration.functions.scene import Scene

COUNT = "select masterclass.count_written(%s)"


def test_a_minute_holds_so_much(scene: Scene) -> None:
    """24 kB for whoever is free, and then a wait; what is refused is not counted; a minute later it goes on."""
    scene.signed_in()
    scene.ask(COUNT, 20_000)
    code, told = scene.refusal(COUNT, 5_000)
    assert (code, told["kilobytes"], 0 < told["seconds"] <= 60) == ("MC435", 24, True)
    scene.ask(COUNT, 4_576)
    assert scene.refusal(COUNT, 1)[0] == "MC435"
    scene.ask("update masterclass.member_limits set window_start = now() - interval '1 minute'")
    assert scene.refusal(COUNT, 24_577)[0] == "MC435"
    scene.ask(COUNT, 24_576)


def test_full_access_stores_more(scene: Scene) -> None:
    """256 kB in a minute."""
    scene.payment(scene.signed_in())
    scene.ask(COUNT, 262_144)
    assert scene.refusal(COUNT, 1)[0] == "MC435"
