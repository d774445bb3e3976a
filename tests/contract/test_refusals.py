"""One way to say no: what the database raises is what shared/refusals.py knows, no more and no less."""

import re

from shared.operations.definitions import SQL, read_files
from shared.refusals import REFUSALS
from tests.support.databases import ROOT

CODE = re.compile(r"errcode = '(MC\w{3})'")
RAISE = re.compile(r"\braise exception\b(?! using errcode = '\w{5}')")


def test_every_refusal_is_in_the_table_and_none_is_unused() -> None:
    """Each SQLSTATE of ours that a function raises has its entry, and each entry is raised somewhere."""
    raised = {code for file in read_files(SQL).functions for code in CODE.findall(file.text)}
    assert raised == set(REFUSALS)


def test_every_refusal_says_its_code() -> None:
    """No function raises without an SQLSTATE, and none hands back a refusal as an answer."""
    for file in read_files(SQL).functions:
        assert not RAISE.findall(file.text), file.path
        assert "'refusal'" not in file.text, file.path


def test_every_refusal_has_its_page() -> None:
    """The type of each is a page of the site."""
    for refusal in REFUSALS.values():
        assert (ROOT / "site" / "problems" / f"{refusal.slug}.html").is_file(), refusal.slug


def test_every_member_that_a_sentence_names_is_raised() -> None:
    """What a sentence or a document takes from the DETAIL stands in the SQL that raises it."""
    sql = "\n".join(file.text for file in read_files(SQL).functions)
    for refusal in REFUSALS.values():
        for member in (*refusal.shown, *re.findall(r"\{(\w+)\}", refusal.says)):
            assert re.search(rf"['\"]{member}['\"]", sql), member
