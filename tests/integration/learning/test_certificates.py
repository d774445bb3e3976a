"""Certificates: issued once nothing is missing, frozen, revoked by a refund, and comparable by anyone."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from functions import account, certificate
from shared.__main__ import main
from shared.certificates.paper import draw
from tests import system
from tests.integration.learning.conftest import BLOCKS, MODULES, PAID, PREVIEW, RIGHT, Student
from tests.support.databases import Database
from tests.support.events import Answer, call

Make = Callable[..., Student]
Rows = Callable[..., list[tuple[Any, ...]]]


def _public(code: str, accept: str = "*/*", method: str = "GET") -> Answer:
    return call(certificate.handler, method, f"/certificate/{code}", headers={"accept": accept})


def test_what_is_missing_is_listed(student: Make) -> None:
    """Until everything is done the answer names each module with what it lacks, and shrinks as it is done."""
    ann = student(paid=True)
    everything = [{"module": module, "what": what} for module in MODULES for what in ("blocks", "quiz")]
    everything.append({"module": PAID, "what": "case"})
    assert ann.certificate().json == {"state": "missing", "code": None, "missing": everything}
    ann.read()
    everything.remove({"module": PREVIEW, "what": "blocks"})
    assert ann.certificate().json["missing"] == everything
    ann.at(PAID).commit("A buffer.")
    everything.remove({"module": PAID, "what": "case"})
    assert ann.certificate().json["missing"] == everything


def test_full_access_is_asked_for(student: Make) -> None:
    """A free member gets 402, a guest 401."""
    assert student().certificate().status == 402
    assert call(certificate.handler, "GET", "/certificate").status == 401


def test_earned_is_earned(student: Make, rows: Rows) -> None:
    """With nothing missing there is a code, the same each time, issued when the last thing was done."""
    ann = student(paid=True)
    code = ann.finish()
    assert ann.certificate().json == {"state": "earned", "code": code, "missing": []}
    assert rows("select code from masterclass.certificates where user_id = %s", ann.member.id) == [(code,)]


@pytest.mark.parametrize("last", ["block", "quiz", "case"])
def test_the_last_thing_done_issues_it(student: Make, rows: Rows, last: str) -> None:
    """Whichever comes last, it is issued with that, not only when somebody asks."""
    ann = student(paid=True)
    steps = {"block": ann.at(PAID).read, "quiz": lambda: ann.at(PAID).submit(*RIGHT), "case": ann.at(PAID).commit}
    for module in MODULES[:2]:
        ann.at(module).read()
        ann.at(module).submit(*RIGHT)
    for name in sorted(steps, key=lambda name: name == last):
        assert rows("select 1 from masterclass.certificates where user_id = %s", ann.member.id) == []
        steps[name](*(["An answer."] if name == "case" else []))
    assert rows("select 1 from masterclass.certificates where user_id = %s", ann.member.id) == [(1,)]


def test_anyone_can_compare_every_field(student: Make) -> None:
    """The public answer has every field of the paper, and nothing that the paper lacks, such as an address."""
    ann = student(paid=True)
    shown = _public(ann.finish()).json
    assert set(shown) == {
        "code",
        "name",
        "course",
        "course_version",
        "minutes",
        "modules",
        "issued_at",
        "issued_on",
        "confirmed",
        "cme_credit",
        "revoked",
    }
    assert (shown["name"], shown["course"], shown["course_version"], shown["minutes"]) == (
        ann.member.name,
        "A small masterclass",
        "1",
        23,
    )
    assert (shown["revoked"], shown["cme_credit"]) == (False, False)
    assert shown["modules"][0] == {
        "module": PREVIEW,
        "title": "Cash flow",
        "minutes": 5,
        "objectives": ["Say what it is"],
        "best_score_percent": 100,
    }


def test_a_code_may_be_typed_as_it_is_read(student: Make) -> None:
    """Lower case, no dashes, an O for a zero: the same certificate. Anything else is 404."""
    code = student(paid=True).finish()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert _public(typed.replace(" ", "%20")).json == _public(code).json
    for wrong in ("AAAA-AAAA-AAAA", "x", "", "%00", "A" * 500, code + "A", "%F0%9F%92%A9"):
        assert _public(wrong).status in {400, 401, 404}


def test_it_is_frozen(student: Make, rows: Rows) -> None:
    """A later name, score, course title or version changes nothing on it."""
    ann = student(paid=True)
    before = _public(ann.finish()).json
    call(account.handler, "PATCH", "/account", token=ann.member.token, json_body={"name": "Somebody Else"})
    rows("update masterclass.course set title = 'Renamed', version = '2' returning 1")
    rows("update masterclass.content_modules set title = title || '!', minutes = 99 returning 1")
    rows("update masterclass.module_progress set best_score_percent = 1 where user_id = %s returning 1", ann.member.id)
    assert ann.certificate().json["state"] == "earned"
    assert _public(before["code"]).json == before
    rows("update masterclass.course set title = 'A small masterclass', version = '1' returning 1")
    rows("update masterclass.content_modules set title = rtrim(title, '!'), minutes = 25 returning 1")


def test_a_name_given_later_gets_onto_it_once(student: Make, rows: Rows) -> None:
    """Who finished without a name has the certificate at once, and their first name stays on it."""
    ann = student(paid=True)
    rows("update masterclass.users set name = ' ' where id = %s returning 1", ann.member.id)
    code = ann.finish()
    assert _public(code).json["name"] is None
    assert f"the holder of {code}" in _text_of(_pdf(code))
    for name in ("Ann Ito", "Somebody Else"):
        call(account.handler, "PATCH", "/account", token=ann.member.token, json_body={"name": name})
        assert _public(code).json["name"] == "Ann Ito"


def test_the_name_is_confirmed_before_issue(student: Make, rows: Rows) -> None:
    """Until the learner has said how their name is printed the paper is a preview; then it is issued, once."""
    ann = student(paid=True)
    assert ann.confirm("Ann Ito").status == 409
    code = ann.finish()
    assert (_public(code).json["confirmed"], "Preview" in _text_of(_pdf(code))) == (False, True)
    for said in (
        {"name": " "},
        {"name": "A\u202e"},
        {"name": "x" * 201},
        {"time_zone": "Mars/Base"},
        {"time_zone": ""},
    ):
        assert ann.confirm(**{"name": "Ann", **said}).status == 422, said
    assert _public(code).json["confirmed"] is False
    issued = ann.confirm("  Ka\N{MODIFIER LETTER TURNED COMMA}iulani Ito, MD ")
    assert (issued.status, issued.json) == (200, {"state": "earned", "code": code, "missing": []})
    shown, words = _public(code).json, _text_of(_pdf(code))
    assert (shown["name"], shown["confirmed"]) == ("Ka\N{MODIFIER LETTER TURNED COMMA}iulani Ito, MD", True)
    assert (shown["name"] in words, "Preview" in words) == (True, False)
    assert ann.confirm(shown["name"]).status == 200
    again = ann.confirm("Somebody Else")
    assert (again.status, "Ito" in again.json["detail"]) == (409, True)
    call(account.handler, "PATCH", "/account", token=ann.member.token, json_body={"name": "Somebody Else"})
    assert _public(code).json == shown
    assert student().confirm("Bob").status == 402


@pytest.mark.parametrize(
    ("zone", "day", "printed"),
    [
        ("Pacific/Honolulu", "2026-11-27", "November 27, 2026"),
        ("Pacific/Kiritimati", "2026-11-28", "November 28, 2026"),
        ("America/New_York", "2026-11-27", "November 27, 2026"),
        ("UTC", "2026-11-28", "November 28, 2026"),
    ],
)
def test_the_date_is_the_learners(student: Make, rows: Rows, zone: str, day: str, printed: str) -> None:
    """Page and paper have the day that it was where the learner confirmed it, when the last thing was done."""
    ann = student(paid=True)
    code = ann.finish()
    rows("update masterclass.certificates set issued_at = '2026-11-28 03:30+00' where code = %s returning 1", code)
    assert ann.confirm("Ann Ito", zone).status == 200
    assert (_public(code).json["issued_on"], printed in _text_of(_pdf(code))) == (day, True)


def test_a_name_is_reissued_with_a_reason(student: Make, rows: Rows, capsys: pytest.CaptureFixture[str]) -> None:
    """`certificates reissue` prints another name, keeps the former and why, and changes nothing else."""
    ann = student(paid=True)
    code = ann.finish()
    ann.confirm("Ann Ito")
    before = _public(code).json
    reissue = ["certificates", "reissue", ann.member.email.upper()]
    assert main([*reissue, "--reason", "married", "--name", "Ann Ito-王"]) == 0
    assert code in capsys.readouterr().out
    assert _public(code).json == before | {"name": "Ann Ito-王"}
    call(account.handler, "PATCH", "/account", token=ann.member.token, json_body={"name": "Ann Lee"})
    assert main([*reissue, "--reason", "as her account has it"]) == 0
    assert rows("select former_name, name, reason from masterclass.certificate_reissues where code = %s", code) == [
        ("Ann Ito", "Ann Ito-王", "married"),
        ("Ann Ito-王", "Ann Lee", "as her account has it"),
    ]
    assert main([*reissue, "--reason", "again"]) == 1
    assert main(["certificates", "reissue", "nobody@example.com", "--reason", "who"]) == 1
    for wrong in ([], ["--reason", " "], ["--reason", "r", "--name", "\u202e"]):
        with pytest.raises(SystemExit, match="2"):
            main([*reissue, *wrong])


def test_a_refund_revokes(student: Make, functions: Database, rows: Rows) -> None:
    """After the money went back the public answer and the paper say so, and the owner's own is 402."""
    ann = student(paid=True)
    code = ann.finish()
    _refund(functions, ann.member.id, "succeeded")
    assert _public(code).json["revoked"] is True
    assert ann.certificate().status == 402
    assert "Revoked" in _text_of(_pdf(code))
    rows("update masterclass.refunds set status = 'failed' returning 1")
    assert _public(code).json["revoked"] is False
    assert ann.certificate().json["code"] == code


def test_complimentary_access_that_ends_revokes_nothing(student: Make, rows: Rows) -> None:
    """What was learned as a guest of the house stays certified."""
    ann = student()
    rows(
        "insert into masterclass.access_grants (user_id, reason, granted_by) values (%s, 'r', 'g') returning id",
        ann.member.id,
    )
    code = ann.finish()
    rows("update masterclass.access_grants set revoked_at = now() where user_id = %s returning id", ann.member.id)
    assert _public(code).json["revoked"] is False
    assert ann.certificate().status == 402


def test_an_erased_member_leaves_no_certificate(student: Make, rows: Rows) -> None:
    """With the member the certificate goes: the code is as unknown as any."""
    ann = student(paid=True)
    code = ann.finish()
    rows("delete from masterclass.users where id = %s returning id", ann.member.id)
    assert _public(code).status == 404


def test_the_export_holds_it(student: Make) -> None:
    """What we hold of a member includes progress, attempts, case answers and the certificate."""
    ann = student(paid=True)
    code = ann.finish()
    held = call(account.handler, "GET", "/account/export", token=ann.member.token).json["learning"]
    assert held["certificate"]["code"] == code
    assert [len(held[name]) for name in ("progress", "completed_blocks", "attempts", "case_answers")] == [3, 6, 3, 1]
    assert {block["block"] for block in held["completed_blocks"]} == set(BLOCKS)


def test_the_paper_holds_what_the_page_says(student: Make, rows: Rows) -> None:
    """The PDF is one page with embedded type; its words are name, course, modules, scores, code and address."""
    ann = student(paid=True)
    rows("update masterclass.users set name = 'Nguyễn Ánh Wałęsa, MD' where id = %s returning 1", ann.member.id)
    code = ann.finish()
    answer = _public(code, "text/html, application/pdf;q=0.9")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'inline; filename="certificate-{code}.pdf"'
    assert "accept" in answer.headers["vary"]
    assert answer.body.startswith(b"%PDF-")
    words = _text_of(answer.body)
    for shown in (
        "Nguyễn Ánh Wałęsa, MD",
        "A small masterclass",
        "Insurance",
        "100%",
        code,
        "Not CME credit",
        f"/certificate/{code}",
        "1 h 15 min",
    ):
        assert shown in words
    assert "Revoked" not in words
    assert _public(code, "application/pdf").body == answer.body, "the same certificate is the same file"
    head = _public(code, "application/pdf", "HEAD")
    assert (head.status, head.body, int(head.headers["content-length"])) == (200, b"", len(answer.body))


@pytest.mark.parametrize(
    "name",
    [
        "Ka\N{MODIFIER LETTER TURNED COMMA}iulani",
        "Ṣọlá",
        "王小明",
        "Ελένη",
        "Wang Xiaoming 王小明",
        "Ṣọlá 明",
    ],
)
def test_names_are_printed_as_they_are_written(name: str) -> None:
    """A name beyond the house's typefaces is set in a wider one that is embedded, not stood for by the code."""
    certificate: dict[str, Any] = {
        "code": "AAAA-BBBB-CCCC",
        "name": name,
        "course": "A small masterclass",
        "course_version": "1",
        "minutes": 5,
        "modules": [{"title": "Cash flow", "best_score_percent": 90}],
        "issued_at": "2026-11-28T12:00:00+00:00",
        "issued_on": "2026-11-28",
        "confirmed": True,
        "revoked": False,
    }
    paper = draw(certificate, "https://example.org/certificate/AAAA-BBBB-CCCC")
    words = _text_of(paper)
    assert name in words
    assert "the holder of" not in words
    assert len(paper) < 200_000, "a few signs are embedded, not a whole typeface"


@pytest.mark.parametrize("name", ["김민수", "🎉", "Maria Alexandra " * 12, "x" * 200, "ﬁ\u0301 ẞ"])
def test_every_name_makes_a_paper(student: Make, rows: Rows, name: str) -> None:
    """A name of any length or script makes one page; where the type lacks its signs the code stands for it."""
    ann = student(paid=True)
    rows("update masterclass.users set name = %s where id = %s returning 1", name.strip(), ann.member.id)
    code = ann.finish()
    assert _public(code).json["name"] == name.strip()
    assert code in _text_of(_pdf(code))


def _pdf(code: str) -> bytes:
    answer = _public(code, "application/pdf")
    assert answer.status == 200
    return answer.body


def _text_of(pdf: bytes, folder: Path | None = None) -> str:
    """Return the words of a one-page PDF as poppler reads them, lines joined."""
    program = system.require("pdftotext")
    read = subprocess.run([program, "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert read.count("\f") == 1, "one page"
    return " ".join(read.split())


def _refund(database: Database, user_id: str, status: str) -> None:
    with psycopg.connect(database.url("postgres")) as connection:
        connection.execute(
            "insert into masterclass.refunds (stripe_refund_id, stripe_payment_id, amount_minor, status)"
            " select 're_' || id, stripe_payment_id, amount_minor, %s from masterclass.payments where user_id = %s",
            (status, user_id),
        )
