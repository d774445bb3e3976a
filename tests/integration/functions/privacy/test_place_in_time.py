"""masterclass.place_in_time: where something stands among its kind, as text."""

from tests.integration.functions.scene import Scene

PLACE = "select masterclass.place_in_time(%s, '00000000-0000-4000-8000-00000000000a')"


def test_it_sorts_by_time(scene: Scene) -> None:
    """Later is greater, to the microsecond; no time at all is the beginning of it."""
    times = (None, "2027-01-01 00:00:00.000001+00", "2027-01-01 00:00:00.000002+00", "2027-01-02 00:00+01")
    places = [scene.ask(PLACE, time) for time in times]
    assert places == sorted(places)
    assert all(len(place) == 56 for place in places)
