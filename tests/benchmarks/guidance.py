"""The guide: what the function adds to the provider's first token, and what finding passages costs in a whole course.

The provider is scripted and stands beside the function; the client reads what the platform's gateway would send on.
The course is the real one, filled up to fourteen modules' size with copies of its blocks.
"""

import contextlib
import io
import statistics
import time
from collections.abc import Generator, Mapping
from typing import Any

import psycopg

from functions import ask_ai
from shared.database import one_read
from shared.guidance import prompt, sdk
from shared.guidance.queries import select_material
from shared.guidance.reading import read as read_question
from shared.identity import identify
from tests.benchmarks.harness.row import Row
from tests.benchmarks.harness.timing import percentile
from tests.benchmarks.harness.world import World, world
from tests.support.events import event
from tests.support.provider import ANSWER, Line, Provider, events

CALLS = 60
THINKING_SECONDS = 0.02
BLOCKS_OF_A_COURSE = 98  # fourteen modules of at most seven blocks
MODULE = "cash-flow-and-net-worth"
QUESTIONS = (
    "How large should my emergency fund be?",
    "What is a saving rate and how do I work it out?",
    "Does consolidating two loans with 60 and 0 payments leave me with 30 qualifying payments?",
    "Why does true own-occupation cover matter for a family physician who earns elsewhere?",
    "I start as an attending in September; how do I keep lifestyle creep away from my net worth and my cash flow?",
)


def run() -> list[Row]:
    """Measure both."""
    sdk.load()
    with world() as made, contextlib.redirect_stdout(io.StringIO()):  # the function's own log
        return [*_first_tokens(made), *_retrieval(made)]


def _first_tokens(made: World) -> list[Row]:
    """From the provider's first token on its socket to the client's first delta."""
    sent: list[float] = []

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        created, first, *rest = events(ANSWER)
        line.head()
        line.event(created)
        line.wait(THINKING_SECONDS)
        sent.append(time.perf_counter())
        for one in (first, *rest):
            line.event(one)

    provider = Provider(script)
    made.adopt(
        OPENAI_API_KEY="sk-scripted",
        OPENAI_BASE_URL=provider.url,
        OPENAI_MODEL="scripted",
        AI_BURST_PER_MINUTE="0",
        AI_DAILY_QUESTIONS_FULL="100000",
    )
    try:
        milliseconds = [1000 * (_first_delta(made, number) - sent[-1]) for number in range(CALLS)][5:]
    finally:
        provider.close()
    middle, most = statistics.median(milliseconds), percentile(milliseconds, 95)
    beside = f"median of {len(milliseconds)} calls; a scripted provider on the same machine"
    return [
        Row("ask-ai: first token, client after provider", middle, "ms", beside, first=30),
        Row("ask-ai: the same, 95 of 100 calls", most, "ms", beside, first=30),
    ]


def _first_delta(made: World, number: int) -> float:
    """Ask, read the stream to its end, and return when its first delta came."""
    body = f'{{"module":"{MODULE}","question":"{QUESTIONS[number % 2]}"}}'.encode()
    headers = {"authorization": f"Bearer {made.member.token}", "accept": "text/event-stream"}
    stream: Generator[bytes] = ask_ai.handler(event("POST", "/ask-ai", headers=headers, body=body), None)["body"]
    came = 0.0
    for chunk in stream:
        if not came and chunk.startswith(b"event: delta"):
            came = time.perf_counter()
    return came


def _retrieval(made: World) -> list[Row]:
    """The whole read (access, case, conversation and search as the reader) beside an empty read of the same kind."""
    blocks = _grow(made)
    reader = identify(f"Bearer {made.member.token}")
    connection = one_read(reader)

    def read(question: str) -> float:
        started = time.perf_counter()
        select_material(connection, MODULE, None, None, read_question(question), prompt.TURNS_SOUGHT)
        return 1000 * (time.perf_counter() - started)

    def nothing() -> float:
        started = time.perf_counter()
        connection.execute("select 1")
        return 1000 * (time.perf_counter() - started)

    pairs = [(read(question), nothing()) for _ in range(CALLS) for question in QUESTIONS][len(QUESTIONS) * 2 :]
    reads, floors = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    beside = f"{blocks} blocks; an empty read as the same reader {statistics.median(floors):.2f} ms"
    return [
        Row("ask-ai: retrieval in the whole course", statistics.median(reads), "ms", beside, first=10),
        Row("ask-ai: the same, 95 of 100 questions", percentile(reads, 95), "ms", beside, first=10),
    ]


def _grow(made: World) -> int:
    """Fill the course up to fourteen modules' blocks with copies of its own; return how many there are."""
    with psycopg.connect(made.database.url("postgres")) as connection:
        connection.execute(
            "insert into masterclass.content_blocks (module_id, key, position, heading, html, text)"
            " select b.module_id, b.key || '-' || n, b.position + 100 * n, b.heading, b.html, b.text"
            "   from masterclass.content_blocks as b, generate_series(1, 20) as n"
            "  order by n, b.id"
            "  limit greatest(0, %s - (select count(*) from masterclass.content_blocks))",
            (BLOCKS_OF_A_COURSE,),
        )
        connection.execute("analyze masterclass.content_blocks")
    return int(made.one("select count(*) from masterclass.content_blocks"))
