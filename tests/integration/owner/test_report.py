"""GET owner/report: figures for owners alone, kept as they were made, anew when asked, each table as a file."""

import csv
import io
from collections.abc import Callable

import pytest

from functions import owner as owner_function
from tests.integration.owner.conftest import Owner, Rows, Run
from tests.support.events import call
from tests.support.members import Member

Make = Callable[..., Member]
TABLES = {
    "sales", "kinds", "codes", "refunds", "funnel", "progress", "completion", "questions", "picks", "guide", "spend",
}  # fmt: skip


def test_an_owner_reads_the_figures(owner: Owner, member: Make) -> None:
    """The first look makes the figures: every table has a sentence, columns and rows of just those columns."""
    member(paid=True)
    answer = owner.report()
    assert answer.status == 200
    assert {name for name, table in answer.json.items() if isinstance(table, dict) and "rows" in table} - {
        "help"
    } == TABLES
    for name in TABLES:
        table = answer.json[name]
        assert table["sentence"].endswith("."), name
        assert all(set(row) == {column["key"] for column in table["columns"]} for row in table["rows"]), name
    assert answer.json["sales"]["rows"][0]["paid_minor"] == 49900 * answer.json["sales"]["rows"][0]["payments"]


def test_everyone_else_is_told_that_there_is_nothing(owner: Owner, member: Make, run: Run) -> None:
    """Nobody, a member, and an owner who was dismissed get the very 404 of an address that is not there."""
    stranger = member(paid=True)
    assert owner.report().status == 200
    assert run("owner", "remove", owner.member.email)[0] == 0
    answers = [
        call(owner_function.handler, "GET", "/owner/report", token=token)
        for token in ("", stranger.token, owner.member.token)
    ]
    assert [answer.status for answer in answers] == [404, 404, 404]
    nowhere = call(owner_function.handler, "GET", "/owner/nothing", token=stranger.token)
    assert {tuple(sorted(answer.json)) for answer in answers} == {tuple(sorted(nowhere.json))}


def test_figures_stay_until_they_are_made_anew(owner: Owner, member: Make, rows: Rows) -> None:
    """A sale shows after a refresh; two refreshes within a minute make the figures once."""
    rows("delete from masterclass.owner_report; delete from masterclass.job_runs")
    before = owner.report().json
    member(paid=True)
    assert owner.report().json["sales"] == before["sales"]
    assert [owner.act("refresh", reason=None).json["done"] for _ in range(2)] == [True, False]
    after = owner.report().json
    assert after["sales"]["rows"][0]["payments"] == before["sales"]["rows"][0]["payments"] + 1
    assert after["made_at"] > before["made_at"]


def test_a_session_without_the_second_factor(owner: Owner, rows: Rows) -> None:
    """An owner with a second factor is let in by a session that has shown it, and by no other."""
    rows(
        "insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)"
        " values (gen_random_uuid(), %s, 'totp', 'verified', now(), now())",
        owner.member.id,
    )
    refused = owner.report()
    assert (refused.status, refused.json["type"]) == (403, "/problems/second-step-required")
    assert owner.act("refresh", reason=None).status == 403
    rows("update auth.sessions set aal = 'aal2' where id = %s", owner.member.session_id)
    assert owner.report().status == 200
    rows("delete from auth.sessions where id = %s", owner.member.session_id)
    assert owner.report().status == 401


@pytest.mark.parametrize("table", sorted([*TABLES, "help"]))
def test_each_table_is_a_file(owner: Owner, table: str) -> None:
    """A table comes as CSV whose first line names its columns."""
    answer = owner.report(f"?format=csv&table={table}")
    assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, "text/csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.csv"'
    lines = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
    if table != "help":
        assert lines[0] == [column["key"] for column in owner.report().json[table]["columns"]]
    assert answer.body.endswith(b"\r\n")


@pytest.mark.parametrize("table", ["", "none", "made_at", "currencies"])
def test_no_such_table(owner: Owner, table: str) -> None:
    """What is no table is 404."""
    assert owner.report(f"?format=csv&table={table}").status == 404


def test_nobody_can_be_read_out_of_three_members(owner: Owner, member: Make) -> None:
    """With a handful of members every count of people is hidden, and no share is told."""
    member(paid=True)
    report = owner.report().json
    for name in ("completion", "progress"):
        for row in report[name]["rows"]:
            assert row["share"] is None or row["share"] == 0, row
    assert all(
        not isinstance(cell, int) or cell in {0, *range(5, 99)}
        for row in report["funnel"]["rows"]
        for cell in row.values()
    )


def test_the_command_line_says_ten_lines(owner: Owner, run: Run) -> None:
    """`owner report` makes the figures and says them in ten lines that name nobody."""
    code, out, _ = run("owner", "report")
    assert (code, len(out.splitlines())) == (0, 10)
    assert "@" not in out
    code, out, _ = run("owner", "report", "--table", "sales")
    assert (code, out.splitlines()[0].split(",")[0]) == (0, "month")
    assert run("owner", "report", "--table", "nothing")[0] == 1
    assert run("owner", "add", "nobody@example.com")[0] == 1
    assert run("owner", "remove", "nobody@example.com")[0] == 1
    assert owner.report().status == 200
