"""Lines of the log: never a person's words, always enough to find what failed."""

import json
from typing import Any

import pytest

from shared import logs
from shared.environment import SettingMissing


def written(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The one line that was written."""
    return json.loads(capsys.readouterr().out)


def failed(failure: BaseException) -> BaseException:
    """A failure with the place where it was raised."""

    def fail() -> None:
        raise failure

    with pytest.raises(type(failure)) as caught:
        fail()
    return caught.value


class Refused(Exception):
    """What a driver raises."""

    def __init__(self, sqlstate: str):
        super().__init__("duplicate key (email)=(ann@example.com)")
        self.sqlstate = sqlstate
        self.says = "duplicate key value violates unique constraint"


def test_of_a_failure_its_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    """The type and the lines; the message, which may quote a person, is not there."""
    logs.write_failure("r1", failed(ValueError("ann@example.com asked")))
    line = written(capsys)
    assert (line["request_id"], line["failure"], line["says"]) == ("r1", "ValueError", None)
    assert line["frames"][-1].startswith("tests/unit/shared/test_logs.py:")
    assert "ann@example.com" not in json.dumps(line)


@pytest.mark.parametrize(("sqlstate", "is_said"), [("23505", True), ("57P01", True), ("22P02", False), ("", False)])
def test_the_servers_sentence_unless_it_quotes_data(
    capsys: pytest.CaptureFixture[str], sqlstate: str, is_said: bool
) -> None:
    """What names connections, schema or limits is said; errors in data quote the data."""
    logs.write_failure("r1", failed(Refused(sqlstate)))
    assert (written(capsys)["says"] is not None) is is_said


def test_a_setting_that_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever operates it reads which."""
    logs.write_failure("r1", failed(SettingMissing("DATABASE_URL")))
    assert "DATABASE_URL" in written(capsys)["says"]


@pytest.mark.parametrize(
    ("headers", "kept"),
    [({"x-nf-request-id": "01ABC-x_y"}, True), ({"x-nf-request-id": 'a"\n{}'}, False), ({}, False)],
)
def test_only_an_id_is_taken_for_one(headers: dict[str, str], kept: bool) -> None:
    """The platform's id, where it is one; a new one otherwise."""
    assert (logs.request_id_of(headers, {}) == headers.get("x-nf-request-id")) is kept


def test_of_a_path_the_functions_name() -> None:
    """What stands behind it may name a person."""
    line = logs.request_record("r1", "GET", "/.netlify/functions/certificate/AAAA-BBBB-CCCC", 200)
    assert line == {"request_id": "r1", "function": "certificate", "method": "GET", "status": 200}


def test_a_stream_is_written_when_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    """Also when its reader leaves in the middle."""
    stream = logs.logged_when_done(iter([b"a", b"b"]), {"status": 200}, 0.0)
    assert next(stream) == b"a"
    assert not capsys.readouterr().out
    stream.close()  # type: ignore[attr-defined]
    assert written(capsys)["status"] == 200
