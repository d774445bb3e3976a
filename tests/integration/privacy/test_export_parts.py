"""An export of any size: in parts that each fit one answer, which joined are the whole."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from functions import account
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member

ANSWER_BYTES = 6_000_000  # what one buffered answer of a function may have
FILL = """
with held as (
  insert into masterclass.conversations (user_id, module_id)
  select %(id)s, m.id from masterclass.content_modules as m, generate_series(1, %(conversations)s)
   where m.slug = 'cash-flow' returning id
), said as (
  insert into masterclass.messages (conversation_id, role, content, status)
  select h.id, r, repeat('money ', 3000), 'complete' from held as h, unnest(array['user', 'assistant']) as r
), answered as (
  insert into masterclass.case_answers (user_id, case_id, answer, created_at)
  select %(id)s, c.id, repeat('é', 5000) || n, now() - n * interval '1 minute'
    from masterclass.case_reviews as c, generate_series(1, 30) as n
)
select 1
"""


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The small course of tests/support/courses.py."""
    load_rows(database, write_course(tmp_path_factory.mktemp("course")))


def parts(member: Member) -> list[dict[str, Any]]:
    """Ask for every part, each by the Link of the one before."""
    found, query = list[dict[str, Any]](), ""
    while True:
        answer = call(account.handler, "GET", f"/account/export{query}", token=member.token)
        assert answer.status == 200
        assert len(answer.body) < ANSWER_BYTES
        found.append(answer.json)
        if "link" not in answer.headers:
            return found
        query = answer.headers["link"].removeprefix("<").removesuffix('>; rel="next"')


@pytest.mark.parametrize("conversations", [50, 1300])
def test_every_size_is_exported_whole(member: Callable[..., Member], functions: Database, conversations: int) -> None:
    """2 MB, and 47 MB: every answer and message is in the parts once, in its order, and no part is too long to send."""
    ann = member()
    with psycopg.connect(functions.url("postgres")) as connection:
        connection.execute(FILL, {"id": ann.id, "conversations": conversations})
    found = parts(ann)
    assert len(found) > conversations * 36_000 // 2_000_000
    said = [
        message
        for part in found
        for each in part.get("guidance", {}).get("conversations", [])
        for message in each["messages"]
    ]
    places = [message["place"] for message in said]
    assert len(places) == len(set(places)) == 2 * conversations
    answers = [each["answer"] for part in found for each in part.get("learning", {}).get("case_answers", [])]
    assert len(answers) == len(set(answers)) >= 30
    assert all("exported_at" in part for part in found)
    assert [part for part in found if "member" in part.get("account", {})] == found[:1], "what is short comes once"


def test_a_small_export_is_one_document(member: Callable[..., Member]) -> None:
    """Nearly everybody gets all of it at once; a place that no Link of ours names is 404."""
    ann = member()
    assert len(parts(ann)) == 1
    for place in ("1", "9.x", "2026", "-1", "1.2026'--"):
        assert call(account.handler, "GET", f"/account/export?part={place}", token=ann.token).status == 404
