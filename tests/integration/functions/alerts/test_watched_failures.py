"""masterclass.watched_failures: what failed or was slow in the last quarter of an hour."""

from tests.integration.functions.scene import Scene


def test_answers_requests_and_kinds(scene: Scene) -> None:
    """It counts answers and requests, names functions with how they failed, and forgets after fifteen minutes."""
    answer = {"method": "POST", "duration_ms": 10}
    for request, status in (("a", 500), ("a", 500), ("b", 200)):
        scene.add("failures", request_id=request, function="ask-ai", status=status, **answer)
    scene.add("failures", request_id="c", function="media", status=503, failed_at="now", **answer)
    scene.add("failures", request_id="d", function="old", status=500, failed_at="2020-01-01", **answer)
    found = scene.ask("select masterclass.watched_failures()")
    assert (found["answers"], found["requests"]) == (4, 3)
    assert found["kinds"][0] == "ask-ai 500 (2)"
    assert set(found["kinds"][1:]) == {"ask-ai slow (1)", "media 503 (1)"}
