"""Every route and everyone who may ask: the written-out outcome, and the same 404 for another's things and for none.

`routes/<function>.yaml` has each route of a function with requests to it:

    GET /quiz-attempts/{slug}/{attempt_id}:
      - ask: /quiz-attempts/cash-flow/{free.attempt}     with the placeholders of cast.py; `body:` is JSON
        anonymous, deleted: 401
        free: 200
        other free, paid, other paid: 404                or `409 attempt-open`, a status and the problem's slug

Each request of each actor meets a cast of its own, so that no outcome depends on another.
"""

import base64
import itertools
import re
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from netlify.standins.openai.app import create_app as create_openai
from shared import settings
from tests.integration.access.cast import ACTORS, Cast, make_cast
from tests.support import functions as every
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.stripe_stand_in import SECRET, running, stand_in, webhook_receiver
from tests.support.tokens import Issuer

WRITTEN = Path(__file__).parent / "routes"
SETTINGS = {
    "STRIPE_SECRET_KEY": "sk_test_throwaway",
    "STRIPE_PRICE_ID": "price_masterclass",
    "STRIPE_WEBHOOK_SECRET": SECRET,
    "SIGNUP_HOOK_SECRET": "v1,whsec_" + base64.b64encode(bytes(24)).decode(),
    "HEALTH_TOKEN": "throwaway",
    "MEDIA_S3_URL": "https://key:secret@media.example.com/masterclass-media",
}
# What a refusal is about, where the table gives its status alone.
SLUGS = {"400": "malformed-request", "401": "sign-in-required", "402": "full-access-required", "404": "not-found"}


OWNED, OWNED_OR_NONE = re.compile(r"\{[a-z ]+\.[a-z ]+\}"), re.compile(r"\{([a-z ]+\.[a-z ]+|none)\}")


class Row(NamedTuple):
    """One request to a route and what everybody gets for it."""

    route: str
    ask: str
    body: Any
    outcomes: Mapping[str, str]


def rows() -> Iterator[Row]:
    """Yield the whole table; a key such as `free, paid` or `everyone` stands for each of them."""
    for file in sorted(WRITTEN.glob("*.yaml")):
        for route, requests in yaml.safe_load(file.read_text()).items():
            for request in requests:
                ask, body = request.pop("ask"), request.pop("body", None)
                outcomes = {
                    actor: str(outcome)
                    for group, outcome in request.items()
                    for actor in (ACTORS if group == "everyone" else group.split(", "))
                }
                yield Row(route, ask, body, outcomes)


ROWS = tuple(rows())


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The small course of tests/support/courses.py."""
    load_rows(database, write_course(tmp_path_factory.mktemp("course")))


@pytest.fixture
def scene(functions: Database, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Generator[Cast]:
    """A new cast, a shop where they could pay and a guide whom they could ask."""
    with (
        webhook_receiver(lambda _body, _signature: 200) as url,
        stand_in(functions, url) as stripe,
        running(create_openai()) as port,
    ):
        openai = {"OPENAI_API_KEY": "local", "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1"}
        for name, value in {**SETTINGS, **openai, "STRIPE_API_BASE": stripe.api}.items():
            monkeypatch.setenv(name, value)
        settings.forget()
        yield make_cast(functions, issuer)


def ask(row: Row, cast: Cast, actor: str) -> Answer:
    """Return what `actor` gets for the request."""
    method, path = row.route.split(" ")
    handler = every.handler_of(path.split("/")[1])
    return call(handler, method, cast.filled(row.ask), token=cast.token(actor), json_body=cast.filled(row.body))


def outcome_of(answer: Answer, written: str) -> str:
    """Return the outcome as it would be written: the slug is told where the table tells it or where it surprises."""
    if answer.status < 400 or answer.headers["content-type"].startswith("text/html"):
        return str(answer.status)
    slug = answer.json["type"].removeprefix("/problems/")
    told = " " in written or SLUGS.get(str(answer.status)) != slug
    return f"{answer.status} {slug}" if told else str(answer.status)


def test_every_route_is_written_out() -> None:
    """A new route, or an actor that somebody forgot, fails by itself."""
    routed = {f"{route.method} {path}" for path, route in every.routes()}
    assert {row.route for row in ROWS} == routed, f"write {WRITTEN.name}/<function>.yaml for each function"
    for row in ROWS:
        assert sorted(row.outcomes) == sorted(ACTORS), f"{row.route} {row.ask}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.route} as {row.ask}")
def test_everybody_gets_the_written_outcome(row: Row, scene: Cast) -> None:
    """Six people send the request; each gets what the table says, a refusal as a problem."""
    answers = {actor: ask(row, scene, actor) for actor in ACTORS}
    wrong = [
        f"{actor}: written {row.outcomes[actor]}, answered {found} {answer.body[:200]!r}"
        for actor, answer in answers.items()
        if (found := outcome_of(answer, row.outcomes[actor])) != row.outcomes[actor]
    ]
    assert not wrong, "\n".join(wrong)


def personal() -> dict[str, list[Row]]:
    """Return the requests for a thing of somebody's, or for `{none}` in its place, by route."""
    grouped = {route: list(found) for route, found in itertools.groupby(ROWS, lambda row: row.route)}
    return {
        route: [row for row in found if OWNED_OR_NONE.search(f"{row.ask} {row.body}")]
        for route, found in grouped.items()
        if any(OWNED.search(f"{row.ask} {row.body}") for row in found)
    }


@pytest.mark.parametrize(("route", "requests"), personal().items(), ids=personal())
def test_anothers_things_look_like_none(route: str, requests: list[Row], scene: Cast) -> None:
    """A stranger to a thing gets the very answer, headers included, that they get for a thing that is not there."""
    assert any("{none}" in f"{row.ask} {row.body}" for row in requests), f"ask {route} for {{none}} too"
    refusals = {_without_id(ask(row, scene, actor)) for row in requests for actor in ("other free", "other paid")}
    assert len(refusals) == 1, refusals


def _without_id(answer: Answer) -> tuple[object, ...]:
    """Return everything of the answer but the request's own id."""
    members = {name: value for name, value in answer.json.items() if name != "request_id"}
    headers = {name: value for name, value in answer.headers.items() if name not in {"x-request-id", "content-length"}}
    return (answer.status, *sorted(members.items()), *sorted(headers.items()))
