"""Progress beside 10,000, a million and ten million attempts, measured in turn in one run; the trips of a submit.

A thousandth of the attempts are the reader's own, so that both the table and the learner grow.
"""

import contextlib
import io
import os
import tempfile
import uuid
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

import shared.database
from functions import get_quiz, progress, submit_quiz
from netlify.postgres import temporary_postgres
from shared import settings
from tests.benchmarks.harness.row import Row
from tests.benchmarks.harness.timing import medians, seconds
from tests.prove.world import point_functions_at
from tests.support.courses import load_rows, write_course
from tests.support.databases import Cluster, Database
from tests.support.events import call
from tests.support.instances import instance
from tests.support.members import Member, make_member
from tests.support.tokens import Issuer
from tests.support.wire import wire

SIZES = (10_000, 1_000_000, 10_000_000)
ROUNDS, CALLS = 25, 20
MODULE = "cash-flow"
# Past triggers and foreign keys, in the keys' own order: making the rows is not what is measured.
FILL = """
set session_replication_role = replica;
insert into masterclass.quiz_attempts
       (id, user_id, module_id, question_ids, pass_percent, started_at, completed_at, score_percent)
select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       case when n % 1000 = 0 then '{member}'
            else ('00000000-0000-4000-9000-' || lpad(to_hex(n % 100000), 12, '0'))::uuid end,
       m.id, '{{}}', 70, now(), now() - n * interval '1 second', n % 101
  from generate_series(1, {size}) as n
 cross join masterclass.content_modules as m
 where m.slug = '{module}';
analyze masterclass.quiz_attempts;
"""


class Place(NamedTuple):
    """One database with its attempts, its reader, and an instance that is connected to it."""

    size: int
    database: Database
    member: Member
    pool: ThreadPoolExecutor

    def run(self, act: Callable[[], Any]) -> Any:
        """Act in this place's instance."""
        return self.pool.submit(act).result()

    def read(self) -> None:
        """Ask for progress as the reader."""
        answer = call(progress.handler, "GET", "/progress", token=self.member.token)
        if answer.status != 200:
            raise RuntimeError(f"progress answered {answer.status}")


def run() -> list[Row]:
    """Measure progress at every size in turn, the buffers it touches, and the round trips of a submit."""
    with contextlib.redirect_stdout(io.StringIO()), _places() as places:  # what the functions log goes nowhere
        taken = medians(
            {str(place.size): lambda place=place: place.run(lambda: seconds(place.read, CALLS)) for place in places},
            ROUNDS,
        )
        floor = taken[str(SIZES[0])]
        rows = [_ratio(place, taken[str(place.size)] / floor, floor) for place in places[1:]]
        first, *_, last = (_buffers(place) for place in places)
        beside = f"{first} beside {SIZES[0]:,}, of the reader's own {SIZES[-1] // 1000:,}"
        rows.append(Row(f"progress, buffers beside {SIZES[-1]:,} attempts", last, "buffers", beside, first=first * 1.5))
        rows += [_submit_trips(place) for place in (places[0], places[-1])]
    return rows


def _ratio(place: Place, value: float, floor: float) -> Row:
    beside = f"{floor * 1e6:,.0f} µs beside {SIZES[0]:,}, warm, handler and all"
    return Row(f"progress beside {place.size:,} attempts", value, f"× at {SIZES[0]:,}", beside, 1.5, 1.2)  # noqa: RUF001 (times)


@contextlib.contextmanager
def _places() -> Generator[list[Place]]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cluster = Cluster(stack.enter_context(temporary_postgres(folder / "postgres")))
        cluster.make_template()
        issuer, course = Issuer(), write_course(folder / "course")
        stack.callback(issuer.close)
        yield [_place(stack, cluster, issuer, course, size) for size in SIZES]


def _place(stack: contextlib.ExitStack, cluster: Cluster, issuer: Issuer, course: Path, size: int) -> Place:
    """Fill a database, and let an instance of its own connect to it."""
    database = cluster.database()
    load_rows(database, course)
    member = make_member(database, issuer)
    database.execute(FILL.format(member=member.id, size=size, module=MODULE))
    point_functions_at(database.url(), issuer.url)
    place = Place(size, database, member, stack.enter_context(ThreadPoolExecutor(1)))
    stack.callback(place.run, _end)
    place.run(place.read)
    return place


def _end() -> None:
    with instance():
        pass


def _buffers(place: Place) -> int:
    """Return how many pages Postgres touches for one progress, whatever the machine is doing meanwhile."""
    with psycopg.connect(place.database.url(), autocommit=True) as connection, connection.transaction():
        connection.execute(
            "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', %s, true)",
            (f'{{"sub":"{place.member.id}","role":"authenticated"}}',),
        )
        touched = 0
        for _ in range(2):  # the first fills the catalogue's caches
            row = connection.execute(
                "explain (analyze, buffers, format json) select masterclass.reader_progress()"
            ).fetchone()
            plan: dict[str, int] = row[0][0]["Plan"] if row else {}
            touched = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return touched


def _submit_trips(place: Place) -> Row:
    """Count how often one whole quiz, submitted warm, speaks to Postgres."""
    with wire(place.database.url()) as counted:
        kept = os.environ["DATABASE_URL"]  # noqa: TID251 (the setting under test)
        _use(counted.url)
        quiz = call(get_quiz.handler, "GET", f"/get-quiz/{MODULE}", token=place.member.token).json
        chosen = {"single": ["a"], "multiple": ["a", "b"], "numeric": ["330000"]}
        answers = [{"question_id": one["id"], "chosen": chosen[one["kind"]]} for one in quiz["questions"]]
        before = counted.round_trips
        body = {"module": MODULE, "attempt_id": str(uuid.uuid4()), "answers": answers}
        answer = call(submit_quiz.handler, "POST", "/submit-quiz", token=place.member.token, json_body=body)
        trips = counted.round_trips - before
        _use(kept)
    if answer.status != 200 or not answer.json["completed"]:
        raise RuntimeError(f"the submit answered {answer.status}")
    beside = "a whole quiz graded, kept and scored, counted on the wire"
    return Row(f"submit-quiz beside {place.size:,} attempts", trips, "round trips", beside, first=2, then=1)


def _use(url: str) -> None:
    os.environ["DATABASE_URL"] = url  # noqa: TID251 (the setting under test)
    settings.forget()
    shared.database.close()
