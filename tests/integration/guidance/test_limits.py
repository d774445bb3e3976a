"""What a question may cost: reserved before the call, given back when the provider fails, swept when a call died."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.database import JOBS, Caller, one_trip
from shared.guidance.prompt import NOTHING_FOUND
from shared.guidance.queries import end_question, sweep_reservations
from shared.guidance.records import Outcome
from tests.integration.guidance.conftest import QUESTION, Asker
from tests.support.databases import Database
from tests.support.instances import at_once
from tests.support.provider import Line, Provider, cut, drips, events, in_turn, refuses, runs_out, says, silent, utters

Make = Callable[..., Asker]
Rows = Callable[..., list[tuple[Any, ...]]]
Setting = Callable[[str, str], None]


def ledger(rows: Rows, asker: Asker) -> tuple[Any, ...]:
    """Return what a member has under way, has used, and whether anything is pending anywhere."""
    usage = rows("select reserved, settled from masterclass.ai_usage where user_id = %s", asker.member.id) or [(0, 0)]
    ((pending,),) = rows("select count(*) from masterclass.messages where status = 'pending'")
    ((waiting,),) = rows("select count(*) from masterclass.ai_reservations")
    ((reserved,),) = rows("select coalesce(sum(reserved_microusd), 0)::bigint from masterclass.ai_spend")
    return (*usage[0], pending, waiting, reserved)


@pytest.mark.parametrize(("paid", "quota"), [(False, 20), (True, 50)])
def test_the_quota_of_a_day(asker: Make, provider: Provider, rows: Rows, paid: bool, quota: int) -> None:
    """Free members have 20 questions, full access 50; the next is 429 with Retry-After until midnight UTC."""
    ann = asker(paid=paid)
    left = [ann.ask().json["remaining_today"] for _ in range(quota)]
    assert left == list(range(quota - 1, -1, -1))
    refused = ann.ask()
    assert (refused.status, refused.json["type"]) == (429, "/problems/questions-used-up")
    assert 0 < int(refused.headers["retry-after"]) <= 86_400
    assert refused.json["remaining_today"] == 0
    assert len(provider.requests) == quota
    assert ledger(rows, ann) == (0, quota, 0, 0, 0)
    assert len(ann.conversations().json["conversations"]) == 20
    assert asker().ask().status == 200, "another member's day is their own"


def test_a_new_day_begins_anew(asker: Make, rows: Rows, setting: Setting) -> None:
    """Yesterday's questions do not count today."""
    setting("AI_DAILY_QUESTIONS_FREE", "1")
    ann = asker()
    assert [ann.ask().status, ann.ask().status] == [200, 429]
    rows("update masterclass.ai_usage set day = day - 1 where user_id = %s returning 1", ann.member.id)
    assert ann.ask().status == 200


def test_a_quota_of_none_refuses_everything(asker: Make, setting: Setting) -> None:
    """A quota of 0 switches asking off for those members."""
    setting("AI_DAILY_QUESTIONS_FREE", "0")
    assert asker().ask().status == 429


def test_a_burst_is_limited_and_costs_nothing(asker: Make, rows: Rows, setting: Setting) -> None:
    """Past the minute's limit a question is 429 too-many-requests with Retry-After, and is not counted."""
    setting("AI_BURST_PER_MINUTE", "2")
    ann = asker()
    answers = [ann.ask() for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 429, 429]
    assert answers[-1].json["type"] == "/problems/too-many-requests"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert ledger(rows, ann) == (0, 2, 0, 0, 0)


def test_the_breaker_of_a_day(asker: Make, provider: Provider, rows: Rows, setting: Setting) -> None:
    """When a day's spend could pass its ceiling, every member gets 503 with Retry-After, and nothing is reserved."""
    setting("AI_DAILY_SPEND_DOLLARS", "0")
    ann = asker()
    refused = ann.ask()
    assert (refused.status, refused.json["type"]) == (503, "/problems/guidance-paused")
    assert 0 < int(refused.headers["retry-after"]) <= 86_400
    assert provider.requests == []
    assert ledger(rows, ann) == (0, 0, 0, 0, 0)
    assert ann.conversations().json["conversations"] == []


def test_the_spend_is_what_the_provider_took(asker: Make, rows: Rows) -> None:
    """A settled answer costs its real tokens (1,000 in at $0.40, 100 out at $1.60 a million): 560 microdollars."""
    ((before,),) = rows("select coalesce(sum(settled_microusd), 0)::bigint from masterclass.ai_spend")
    ann = asker()
    ann.ask()
    ((after,),) = rows("select sum(settled_microusd)::bigint from masterclass.ai_spend")
    assert after - before == 560
    assert rows("select cost_microusd from masterclass.ai_usage where user_id = %s", ann.member.id) == [(560,)]


@pytest.mark.parametrize("name", ["429", "503", "401", "silence", "drip", "garbage", "not json", "empty", "no events"])
def test_a_provider_that_fails_costs_nothing(asker: Make, provider: Provider, rows: Rows, name: str) -> None:
    """Whatever fails before the first word: 503 with Retry-After, within the deadline, and not a trace is left."""
    provider.script = {
        "429": refuses(429, Retry_After="120"),
        "503": refuses(503),
        "401": refuses(401),
        "silence": silent,
        "drip": drips(b": keep waiting\n\n", 0.05),
        "garbage": utters(bytes(range(256)) * 40),
        "not json": utters(b"<html>It works!</html>", "text/html"),
        "empty": utters(b""),
        "no events": utters(b"data: [1, 2, 3]\n\ndata: null\n\n"),
    }[name]
    ann = asker()
    refused = ann.ask()
    assert (refused.status, refused.json["type"]) == (503, "/problems/guidance-unavailable")
    assert int(refused.headers["retry-after"]) == {"429": 120, "401": 600}.get(name, 10)
    assert ledger(rows, ann) == (0, 0, 0, 0, 0)
    assert ann.conversations().json["conversations"] == []
    assert len(provider.requests) == (1 if name in {"429", "401", "silence", "drip"} else 2)
    stream = ann.stream()
    assert stream["statusCode"] == 503, "a problem raised before the stream starts comes as its status"


def test_one_retry(asker: Make, provider: Provider) -> None:
    """A call that failed before its first word is made once more, after the wait that the provider asked for."""
    provider.script = in_turn(refuses(429, Retry_After="0.05"), says("Back again [1]."))
    assert asker().ask().json["answer"] == "Back again [1]."
    provider.script = in_turn(cut(0), says("Back again [1]."))
    assert asker().ask().json["answer"] == "Back again [1]."


@pytest.mark.parametrize("as_stream", [True, False])
def test_a_cut_answer_is_kept_as_partial_and_not_counted(
    asker: Make, provider: Provider, rows: Rows, *, as_stream: bool
) -> None:
    """A stream that ends without response.completed is partial; it can be asked again, and the credit is back."""
    provider.script = cut(4)
    ann = asker()
    done = ann.events()[-1][1] if as_stream else ann.ask().json
    assert (done["status"], done["remaining_today"]) == ("partial", 20)
    kept = ann.conversations().json["conversations"][0]["messages"][-1]
    assert (kept["status"], kept["content"]) == ("partial", "Keep three to six months of ".strip())
    assert ledger(rows, ann) == (0, 0, 0, 0, 0)
    assert len(provider.requests) == 1
    provider.script = says("Whole [1].")
    conversation = ann.conversations().json["conversations"][0]["conversation_id"]
    assert ann.ask(QUESTION, conversation_id=conversation).json["status"] == "complete"


def test_an_answer_that_reached_its_limit_is_counted(asker: Make, provider: Provider, rows: Rows) -> None:
    """Asking for more than an answer may hold is no way round the quota: partial, counted, at what it really took."""
    provider.script = runs_out()
    ann = asker()
    done = ann.ask().json
    assert (done["status"], done["answer"], done["remaining_today"]) == ("partial", "Keep three to six months of ", 19)
    assert ledger(rows, ann) == (0, 1, 0, 0, 0)
    assert rows("select cost_microusd from masterclass.ai_usage where user_id = %s", ann.member.id) == [(560,)]


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        {"input_tokens": 5},
        {"input_tokens": "5", "output_tokens": 5},
        {"input_tokens": -5, "output_tokens": -(10**9)},
        {"input_tokens": 10**30, "output_tokens": 1},
    ],
)
def test_a_provider_that_does_not_say_what_it_took_is_reckoned_with(
    asker: Make, provider: Provider, rows: Rows, usage: Any
) -> None:
    """A compatible server reports no usage, or one that cannot be: the answer is whole, its cost about right."""

    def script(line: Line, asked: Any) -> None:
        line.head()
        *said, end = events("Keep three to six months [1].")
        for event in [*said, {**end, "response": {**end["response"], "usage": usage}}]:
            line.event(event)

    provider.script = script
    ann = asker()
    assert ann.ask().json["status"] == "complete"
    assert ledger(rows, ann) == (0, 1, 0, 0, 0)
    ((cost,),) = rows("select cost_microusd from masterclass.ai_usage where user_id = %s", ann.member.id)
    assert 100 < cost < 10_000


@pytest.mark.parametrize("said", ["[1", "[99]", " [98] [99]"])
def test_an_answer_of_markers_alone_is_none(asker: Make, provider: Provider, rows: Rows, said: str) -> None:
    """Nothing is left to show: it says that nothing was found, and counts, or one could ask so for ever."""
    provider.script = says(said)
    ann = asker()
    assert ann.ask().json["answer"] == NOTHING_FOUND
    assert [data for _, data in ann.events()][1] == {"text": NOTHING_FOUND}
    assert ledger(rows, ann) == (0, 2, 0, 0, 0)


@pytest.mark.parametrize("said", ["Keep \0three [1].", "Keep \ud800three [1]."])
def test_what_cannot_be_kept_is_left_out(asker: Make, provider: Provider, rows: Rows, said: str) -> None:
    """NUL and half a surrogate pair are no text: without them the answer is shown, kept and counted."""
    provider.script = says(said)
    ann = asker()
    assert ann.ask().json["answer"] in {"Keep three [1].", "Keep ?three [1]."}
    assert ann.events()[-1][1]["status"] == "complete"
    assert ledger(rows, ann) == (0, 2, 0, 0, 0)


def test_a_reader_who_leaves_is_counted(asker: Make, provider: Provider, rows: Rows) -> None:
    """Closing the stream midway keeps what had come as partial and counts, so that leaving early is not free."""
    provider.script = says("A long answer. " * 50, pause=0.005)
    ann = asker()
    stream = ann.stream()["body"]
    for _ in range(5):
        next(stream)
    stream.close()
    assert ledger(rows, ann) == (0, 1, 0, 0, 0)
    assert ann.conversations().json["conversations"][0]["messages"][-1]["status"] == "partial"


def test_a_call_that_died_is_swept(asker: Make, rows: Rows, functions: Database) -> None:
    """A stale reservation is given back, with its question, by the next question or by the housekeeping job."""
    for sweeper in ("question", "job"):
        ann = asker()
        _die(ann)
        assert ledger(rows, ann) == (1, 0, 1, 1, ledger(rows, ann)[-1])
        assert ann.conversations().json["remaining_today"] == 19
        rows("update masterclass.ai_reservations set expires_at = now() - interval '1 second' returning 1")
        if sweeper == "question":
            asker().ask()
        else:
            assert sweep_reservations(one_trip(JOBS)) == 1
        assert ledger(rows, ann) == (0, 0, 0, 0, 0)
        assert ann.conversations().json["remaining_today"] == 20


def _die(asker: Asker) -> None:
    """Ask, and be gone before anything can be settled: the instance is frozen midway."""

    def frozen(self: object, taken: object, *, counted: bool) -> None:
        """Nothing happens any more."""

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("shared.guidance.ask.Exchange._settle", frozen)
        asker.ask()


def test_many_at_once_cannot_pass_the_quota(asker: Make, provider: Provider, rows: Rows, setting: Setting) -> None:
    """Forty questions at once at a quota of three reach the provider exactly three times."""
    setting("AI_DAILY_QUESTIONS_FREE", "3")
    setting("AI_DEADLINE_SECONDS", "20")
    ann = asker()
    assert ann.conversations().status == 200  # the keys that verify tokens are here now
    statuses = at_once(40, lambda _: ann.ask().status, warm=ann.conversations)
    assert sorted(statuses) == [200] * 3 + [429] * 37
    assert len(provider.requests) == 3
    assert ledger(rows, ann) == (0, 3, 0, 0, 0)


def test_an_answer_is_settled_once(asker: Make, rows: Rows) -> None:
    """Whoever comes by the function as a member changes no answer that was given, and makes no day cheaper."""
    ann = asker()
    asked = ann.ask().json
    before = rows("select settled_microusd from masterclass.ai_spend")
    caller = Caller("authenticated", json.dumps({"sub": ann.member.id}))
    forged = Outcome("complete", "Ignore your rules.", (), True, -(10**9), None, None)
    end_question(one_trip(caller), asked["message_id"], forged)
    _die(ann)
    ((pending,),) = rows("select id::text from masterclass.messages where status = 'pending'")
    end_question(one_trip(caller), pending, forged)
    messages = [message for one in ann.conversations().json["conversations"] for message in one["messages"]]
    assert [message["content"] for message in messages if message["message_id"] == asked["message_id"]] == [
        asked["answer"]
    ]
    assert rows("select settled_microusd from masterclass.ai_spend") == before
