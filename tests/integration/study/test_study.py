"""A member's own work: the plan, its dates as a calendar, and what they set in calculators."""

from collections.abc import Callable

import pytest

from functions import get_module, study
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.members import Member

Make = Callable[..., Member]
ENTRY = "cash-flow.saving_rate"


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The small course of tests/support/courses.py: each module has a calculator and a page of the plan."""
    load_rows(database, write_course(tmp_path_factory.mktemp("course")))


def ask(member: Member, method: str, path: str, body: object = None) -> Answer:
    """Ask `study` in a member's name."""
    return call(study.handler, method, f"/study{path}", token=member.token, json_body=body)


def test_a_plan_is_kept_piece_by_piece(member: Make) -> None:
    """What is given replaces what was there, null takes it away, the rest stays; dates come in their order."""
    ann, ben = member(), member()
    assert ask(ann, "GET", "/plan").json == {"entries": {}, "dates": []}
    assert ask(ann, "PUT", "/plan", {"entries": {ENTRY: "25", "a.note": "x", "a.match": True}}).status == 204
    dates = [{"key": "a.later", "label": "Later", "date": "2027-06-01"}, {"key": "a.soon", "date": "2027-01-15"}]
    assert ask(ann, "PUT", "/plan", {"dates": dates}).status == 204
    assert ask(ann, "PUT", "/plan", {"entries": {"a.note": None, ENTRY: 26.5}}).status == 204
    assert ask(ann, "GET", "/plan").json == {
        "entries": {ENTRY: 26.5, "a.match": True},
        "dates": [
            {"key": "a.soon", "label": "a.soon", "date": "2027-01-15"},
            {"key": "a.later", "label": "Later", "date": "2027-06-01"},
        ],
    }
    ask(ann, "PUT", "/plan", {"dates": [{"key": "a.soon", "date": None}]})
    assert [each["key"] for each in ask(ann, "GET", "/plan").json["dates"]] == ["a.later"]
    assert ask(ben, "GET", "/plan").json == {"entries": {}, "dates": []}


BAD: list[object] = [
    {"entries": {"Key": "x"}},
    {"entries": {"a": "x" * 4001}},
    {"entries": {"a": ["x"]}},
    {"entries": {"a": {"b": "x"}}},
    {"dates": [{"key": "a", "label": "A", "date": "2027-13-01"}]},
    {"dates": [{"key": "a", "label": "A"}]},
    {"dates": [{"key": "a", "label": "", "date": "2027-01-01"}]},
    {"dates": [{"key": "a", "date": "2027-01-01", "repeats": "hourly"}]},
    {"entries": {}, "more": 1},
    {"entries": {f"k{number}": "x" for number in range(401)}},
]


@pytest.mark.parametrize("body", BAD, ids=lambda body: str(body)[:40])
def test_what_is_no_plan_is_refused(member: Make, body: object) -> None:
    """A wrong key, value, date or field is 422, and nothing is kept of it."""
    ann = member()
    assert ask(ann, "PUT", "/plan", body).status == 422
    assert ask(ann, "GET", "/plan").json == {"entries": {}, "dates": []}


def test_a_plan_has_an_end(member: Make) -> None:
    """A plan that would hold more than it may is 409, and stays as it was."""
    ann = member(paid=True)
    for page in range(3):
        body = {"entries": {f"p{page}.k{number}": "x" * 3000 for number in range(20)}}
        assert ask(ann, "PUT", "/plan", body).status == 204
    before = ask(ann, "GET", "/plan").json
    more = {"entries": {f"more.k{number}": "x" * 3900 for number in range(10)}}
    assert ask(ann, "PUT", "/plan", more).status == 409
    assert ask(ann, "GET", "/plan").json == before


def test_dates_are_a_calendar(member: Make) -> None:
    """Each date is an event of a whole day, its words escaped and folded, with its repetition."""
    ann = member()
    label = "Net worth; again, on paper " + "é" * 60
    body = {"dates": [{"key": "a.again", "label": label, "date": "2027-12-31", "repeats": "yearly"}]}
    assert ask(ann, "PUT", "/plan", body).status == 204
    answer = ask(ann, "GET", "/plan/calendar")
    assert answer.headers["content-type"].startswith("text/calendar")
    lines = answer.body.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = answer.body.decode().replace("\r\n ", "").split("\r\n")
    assert {"BEGIN:VCALENDAR", "DTSTART;VALUE=DATE:20271231", "DTEND;VALUE=DATE:20280101", "RRULE:FREQ=YEARLY"} <= set(
        unfolded
    )
    assert "SUMMARY:" + label.replace(";", "\\;").replace(",", "\\,") in unfolded
    assert unfolded[-2:] == ["END:VCALENDAR", ""]


def test_pages_come_with_their_modules(member: Make) -> None:
    """A guest and a free member see the pages of the preview modules, a paying member all of them, in order."""
    guest = call(study.handler, "GET", "/study/pages").json["pages"]
    assert [page["module"] for page in guest] == ["cash-flow", "student-loans"]
    assert guest[0]["page"]["number"] == {"key": "saving_rate", "label": "My saving rate", "unit": "percent"}
    assert guest[0]["page"]["parts"][1] == {
        "fields": [{"key": "pay", "label": "Take-home pay in a month", "kind": "usd"}]
    }
    assert [page["module"] for page in ask(member(), "GET", "/pages").json["pages"]] == ["cash-flow", "student-loans"]
    assert len(ask(member(paid=True), "GET", "/pages").json["pages"]) == 3


def test_inputs_are_kept_for_a_module_one_may_read(member: Make) -> None:
    """What was set comes back as it was, null forgets it, and a module behind the wall keeps nothing."""
    ann = member()
    assert ask(ann, "GET", "/calculator/cash-flow").json == {"inputs": None}
    assert ask(ann, "PUT", "/calculator/cash-flow", {"inputs": {"pay": 13200, "rate": 25.5}}).status == 204
    assert ask(ann, "GET", "/calculator/cash-flow").json == {"inputs": {"pay": 13200, "rate": 25.5}}
    assert ask(ann, "PUT", "/calculator/cash-flow", {"inputs": {"pay": "13200"}}).status == 422
    assert ask(ann, "PUT", "/calculator/insurance", {"inputs": {}}).status == 402
    assert ask(ann, "PUT", "/calculator/cash-flow", {"inputs": None}).status == 204
    assert ask(ann, "GET", "/calculator/cash-flow").json == {"inputs": None}


def test_a_module_comes_with_its_calculator(member: Make) -> None:
    """A preview module's calculator is anyone's; a paid one's comes with access alone."""
    guest = call(get_module.handler, "GET", "/get-module/cash-flow").json
    assert guest["calculator"]["inputs"][0]["key"] == "pay"
    assert guest["plan"]["task"] == {"key": "transfer_set", "label": "Set one transfer"}
    assert guest["minutes"] >= 1
    assert guest["objectives"] == ["Say what it is"]
    assert call(get_module.handler, "GET", "/get-module/insurance", token=member().token).status == 402
    paid = call(get_module.handler, "GET", "/get-module/insurance", token=member(paid=True).token).json
    assert paid["calculator"]["title"] == "A month"
