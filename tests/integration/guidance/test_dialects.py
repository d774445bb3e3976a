"""Servers that speak the Responses API otherwise than OpenAI: each is understood, asked once and paid right."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.integration.guidance.conftest import Asker
from tests.support.provider import Line, Provider, Script, cut, events, in_turn, utters

Make = Callable[..., Asker]
Rows = Callable[..., list[tuple[Any, ...]]]
Setting = Callable[[str, str], None]

SAID = "Three months [1]. Six at most [2]."
USAGE = {"input_tokens": 1000, "output_tokens": 100}
PAID = 560  # 1,000 at $0.40 and 100 at $1.60 a million


def lines(*records: str) -> bytes:
    """Return records of a stream as they stand on the wire."""
    return ("\n\n".join(records) + "\n\n").encode()


def data(**event: Any) -> str:
    """Return a record with this event."""
    return f"data: {json.dumps(event)}"


def message(text: str, **more: Any) -> dict[str, Any]:
    """Return an output message that says `text`."""
    part = {"type": "output_text", "text": text}
    return {"id": "m", "type": "message", "role": "assistant", "status": "completed", "content": [part], **more}


def response(*output: dict[str, Any], usage: object = USAGE, status: str = "completed", **more: Any) -> dict[str, Any]:
    """Return a response object."""
    return {"id": "r", "object": "response", "status": status, "output": list(output), "usage": usage, **more}


def delta(text: object, **more: Any) -> str:
    """Return a record with a piece of the answer."""
    return data(type="response.output_text.delta", output_index=0, content_index=0, delta=text, **more)


def completed(*output: dict[str, Any], **more: Any) -> str:
    """Return the last record."""
    return data(type="response.completed", response=response(*output, **more))


DIALECTS: Mapping[str, bytes] = {
    "records without data": lines("event: ping", delta(SAID), "event: ping\ndata:", completed()),
    "no type but the stream's own name": lines(
        f"event: response.output_text.delta\ndata: {json.dumps({'delta': SAID})}",
        f"event: response.completed\ndata: {json.dumps({'response': response()})}",
    ),
    "retry, id and comments": lines("retry: 3000", ": keep-alive", f"id: 1\n{delta(SAID)}", ":\n: x", completed()),
    "deltas that are no text": lines(delta(None), delta(7), delta({"text": "no"}), delta(SAID), delta([]), completed()),
    "empty deltas first": lines(delta(""), delta(""), delta(SAID), completed()),
    "text only in done": lines(
        data(type="response.output_text.done", output_index=0, content_index=0, text=SAID), completed()
    ),
    "text only in a part": lines(
        data(type="response.content_part.done", output_index=0, part={"type": "output_text", "text": SAID}), completed()
    ),
    "text only in an item": lines(
        data(type="response.output_item.done", output_index=0, item=message(SAID)), completed()
    ),
    "text only in completed": lines(completed(message(SAID))),
    "half in deltas, whole in done": lines(
        delta(SAID[:9]),
        data(type="response.output_text.done", output_index=0, content_index=0, text=SAID),
        completed(message(SAID)),
    ),
    "everything three times": lines(
        delta(SAID),
        data(type="response.output_text.done", output_index=0, text=SAID),
        data(type="response.output_item.done", output_index=0, item=message(SAID)),
        completed(message(SAID)),
    ),
    "a thinking model": lines(
        data(type="response.reasoning_text.delta", output_index=0, delta="Hm."),
        data(type="response.output_item.done", output_index=0, item={"type": "reasoning", "content": []}),
        data(type="response.output_text.delta", output_index=1, delta=SAID),
        completed({"type": "reasoning", "content": [{"type": "reasoning_text", "text": "Hm."}]}, message(SAID)),
    ),
    "what is no event": lines(
        "data: [1, 2]", "data: null", "data: {not json", delta(SAID), completed(), "data: [DONE]",
    ),
    "carriage returns": lines(delta(SAID), completed()).replace(b"\n", b"\r\n"),
}  # fmt: skip


def once(asker: Make, provider: Provider, rows: Rows) -> tuple[dict[str, Any], int]:
    """Ask once; return the answer and what was booked, having looked that nothing was asked twice or left reserved."""
    ann = asker()
    answer = ann.ask().json
    assert len(provider.requests) == 1
    assert rows("select sum(reserved_microusd)::bigint from masterclass.ai_spend") == [(0,)]
    ((cost,),) = rows("select cost_microusd from masterclass.ai_usage where user_id = %s", ann.member.id)
    return answer, cost


@pytest.mark.parametrize("name", DIALECTS)
def test_a_dialect_is_understood(asker: Make, provider: Provider, rows: Rows, name: str) -> None:
    """The answer is whole, said once, asked for once and booked to the microdollar."""
    provider.script = utters(DIALECTS[name])
    answer, cost = once(asker, provider, rows)
    assert (answer["answer"], answer["status"], cost) == (SAID, "complete", PAID)
    assert len(answer["citations"]) == 2


def test_a_plain_json_body(asker: Make, provider: Provider, rows: Rows) -> None:
    """A server that does not stream answers with the response itself."""
    provider.script = utters(json.dumps(response(message(SAID))).encode(), "application/json")
    answer, cost = once(asker, provider, rows)
    assert (answer["answer"], answer["status"], cost) == (SAID, "complete", PAID)


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        (completed(usage={"input_tokens": 1000, "output_tokens": 700}), "partial"),
        (completed(status="incomplete"), "partial"),
        (completed(), "complete"),
    ],
    ids=["output limit", "inner status", "whole"],
)
def test_what_was_cut_is_partial_whatever_it_is_called(
    asker: Make, provider: Provider, ending: str, status: str
) -> None:
    """Relays call a cut answer completed: its tokens or its own status say otherwise."""
    provider.script = utters(lines(delta(SAID), ending))
    assert asker().ask().json["status"] == status


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ((delta("One."), data(type="response.output_text.delta", output_index=1, delta="Two.")), "One.\n\nTwo."),
        ((delta("Save \ud83d"), delta("\ude00 now.")), "Save \U0001f600 now."),
        ((delta("Save \ud83d"), delta("now.")), "Save now."),
        ((delta("  \n"), delta(" Save.")), "Save."),
    ],
    ids=["two messages", "halves of an emoji", "one half", "blanks first"],
)
def test_how_pieces_are_joined(asker: Make, provider: Provider, pieces: tuple[str, ...], said: str) -> None:
    """Two messages are parted by an empty line, halves of a character are joined, and half a character is nothing."""
    provider.script = utters(lines(*pieces, completed()))
    assert asker().ask().json["answer"] == said


@pytest.mark.parametrize("said", ["", " \n ", "\0"])
def test_only_blanks_are_no_answer(asker: Make, provider: Provider, rows: Rows, said: str) -> None:
    """What ended without a word is not repeated, not kept and not counted; what it took is booked."""
    provider.script = utters(lines(delta(said), completed(message(said))))
    ann = asker()
    assert ann.ask().status == 503
    assert len(provider.requests) == 1
    assert rows(
        "select settled, reserved, cost_microusd from masterclass.ai_usage where user_id = %s", ann.member.id
    ) == [(0, 0, PAID)]


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"input_tokens": 0, "output_tokens": 0}, "estimate"),
        (None, "estimate"),
        ({"input_tokens": "1000", "output_tokens": 1.5}, "estimate"),
        ({"input_tokens": 0, "output_tokens": 100}, "estimated input"),
        ({"input_tokens": 10_000_000, "output_tokens": 10_000_000}, "most"),
        ({"input_tokens": 1000, "output_tokens": 10**30}, "most output"),
    ],
)  # fmt: skip
def test_usage_that_cannot_be(asker: Make, provider: Provider, rows: Rows, usage: Any, expected: str) -> None:
    """Nothing is estimated, and no figure goes beyond what the request's length and the output limit allow."""
    provider.script = utters(lines(delta(SAID), completed(usage=usage)))
    _, cost = once(asker, provider, rows)
    (asked,) = provider.requests
    characters = len(asked["instructions"]) + sum(len(one["content"]) for one in asked["input"])
    about, most, said = -(-characters // 4), -(-characters // 3), -(-len(SAID) // 4)
    assert (
        cost
        == {
            "estimate": _cost(about, said),
            "estimated input": _cost(about, 100),
            "most": _cost(most, 700),
            "most output": _cost(1000, 700),
        }[expected]
    )


def _cost(read: int, written: int) -> int:
    return -(-(read * 4 + written * 16) // 10)


FAILED = data(
    type="response.failed", response=response(status="failed", error={"code": "server_error", "message": "x"})
)


def test_every_attempt_is_paid(asker: Make, provider: Provider, rows: Rows) -> None:
    """An attempt that failed and told what it took, and the one that answered: both are booked."""
    provider.script = in_turn(utters(lines(FAILED)), utters(lines(delta(SAID), completed())))
    ann = asker()
    assert ann.ask().json["answer"] == SAID
    assert len(provider.requests) == 2
    assert rows("select cost_microusd from masterclass.ai_usage where user_id = %s", ann.member.id) == [(2 * PAID,)]


@pytest.mark.parametrize(
    ("script", "cost"),
    [
        (utters(lines(FAILED)), 2 * PAID),
        (cut(0), 0),
        (utters(lines(data(type="error", code="server_error", message="x"))), 0),
    ],
    ids=["failed twice", "cut before a word", "an error without usage"],
)
def test_a_failure_is_paid_as_it_told(asker: Make, provider: Provider, rows: Rows, script: Script, cost: int) -> None:
    """What failed before a word costs what the provider says, nothing where it says nothing, and never a question."""
    provider.script = script
    ann = asker()
    assert ann.ask().status == 503
    assert rows("select cost_microusd, settled from masterclass.ai_usage where user_id = %s", ann.member.id) == [
        (cost, 0)
    ]


def test_failing_is_limited_though_it_costs_nothing(asker: Make, provider: Provider, setting: Setting) -> None:
    """Questions that failed count for the minute, or one could have a provider fail for ever."""
    setting("AI_BURST_PER_MINUTE", "2")
    provider.script = cut(0)
    ann = asker()
    assert [ann.ask().status for _ in range(3)] == [503, 503, 429]


def test_an_ending_at_the_limit_is_not_repeated(
    asker: Make, provider: Provider, rows: Rows, capfd: pytest.CaptureFixture[str]
) -> None:
    """A model that thought up to the output limit is not made to do it again; it is booked, and its owner told."""
    provider.script = utters(
        lines(
            data(
                type="response.incomplete",
                response=response(
                    status="incomplete",
                    incomplete_details={"reason": "max_output_tokens"},
                    usage={"input_tokens": 1000, "output_tokens": 700},
                ),
            )
        )
    )
    ann = asker()
    assert "in a moment" not in ann.ask().json["detail"]
    assert len(provider.requests) == 1
    assert rows("select cost_microusd from masterclass.ai_usage where user_id = %s", ann.member.id) == [
        (_cost(1000, 700),)
    ]
    assert '"alert":"guide-output-limit"' in capfd.readouterr().out


def test_every_item_says_that_it_is_a_message(asker: Make, provider: Provider) -> None:
    """llama.cpp refuses the second question of a conversation otherwise."""
    ann = asker()
    first = ann.ask().json
    ann.ask("And with two incomes?", conversation_id=first["conversation_id"])
    assert [item["type"] for item in provider.requests[-1]["input"]] == ["message"] * 3


def test_what_openai_alone_knows_goes_to_openai_alone(asker: Make, provider: Provider, setting: Setting) -> None:
    """Another server is not sent safety_identifier and store, unless a setting names them."""
    asker().ask()
    assert not {"safety_identifier", "store"} & set(provider.requests[-1])
    setting("OPENAI_EXTRAS", "safety_identifier store")
    asker().ask()
    assert provider.requests[-1]["store"] is False
    assert len(provider.requests[-1]["safety_identifier"]) == 64


def strict(*unknown: str, status: int = 400, named: bool = True) -> Script:
    """Refuse any of these parameters, by name or in a sentence, and answer without them."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        for name in unknown:
            if name in asked:
                error = {"message": f"Unsupported parameter: '{name}'", "type": "invalid_request_error", "code": None}
                line.head(status, "application/json")
                line.write(json.dumps({"error": {**error, "param": name if named else None}}).encode())
                return
        line.head()
        for one in events(SAID):
            line.event(one)

    return script


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("status", [400, 422])
def test_a_parameter_that_is_refused_is_left_out(
    asker: Make, provider: Provider, setting: Setting, *, named: bool, status: int
) -> None:
    """Once more without each parameter that a refusal names, remembered by the instance."""
    setting("OPENAI_EXTRAS", "safety_identifier store")
    provider.script = strict("store", "safety_identifier", "max_output_tokens", status=status, named=named)
    ann = asker()
    assert ann.ask().json["answer"] == SAID
    assert len(provider.requests) == 4
    assert ann.ask().json["answer"] == SAID
    assert len(provider.requests) == 5
    assert not {"safety_identifier", "store", "max_output_tokens"} & set(provider.requests[-1])
