"""An answer as it is heard, in each of the dialects in which servers speak."""

from typing import Any

import pytest

from shared.guidance.transcript import Transcript


def delta(text: object, index: int = 0) -> dict[str, Any]:
    """A piece of an answer."""
    return {"type": "response.output_text.delta", "delta": text, "output_index": index}


def completed(*texts: str, **response: Any) -> dict[str, Any]:
    """The last event, with the whole answer in it."""
    output = [{"type": "message", "content": [{"type": "output_text", "text": text}]} for text in texts]
    return {"type": "response.completed", "response": {"status": "completed", "output": output} | response}


def heard(*events: dict[str, Any]) -> Transcript:
    """What is heard of some events."""
    transcript = Transcript()
    for event in events:
        transcript.hear(event)
    return transcript


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([delta("Half"), delta(" of it."), completed("Half of it.")], "Half of it."),
        ([completed("Whole.")], "Whole."),
        ([{"type": "response.output_text.done", "text": "Done."}, completed("Done.")], "Done."),
        ([delta("Ha"), completed("Half.")], "Half."),
        ([delta(None), delta(7), delta(""), delta("A.")], "A."),
        ([delta("One.", 0), delta("Two.", 1)], "One.\n\nTwo."),
        ([completed("One.", "Two.")], "One.\n\nTwo."),
        ([delta("\ud83d"), delta("\ude00")], "\U0001f600"),
        ([delta("a\0b")], "ab"),
        ([delta("  A.")], "A."),
        ([{"object": "response", "output": [{"content": "Plain."}]}], "Plain."),
        ([{"type": "response.content_part.done", "part": {"text": "Part."}}], "Part."),
        ([{"type": "response.refusal.delta", "delta": "No."}], "No."),
        ([{"type": "response.reasoning.delta", "delta": "Hm."}, delta("A.")], "A."),
    ],
)
def test_said_once(events: list[dict[str, Any]], said: str) -> None:
    """Every dialect gives the same words, each of them once."""
    assert heard(*events).said == said


def test_an_event_named_by_its_line() -> None:
    """The kind may stand on the stream's own line."""
    assert Transcript().hear({"delta": "A."}, "response.output_text.delta") == "A."


@pytest.mark.parametrize(
    ("event", "status", "reason"),
    [
        (completed("A."), "completed", ""),
        (
            completed("A.", status="incomplete", incomplete_details={"reason": "max_output_tokens"}),
            "incomplete",
            "max_output_tokens",
        ),
        (
            {"type": "response.failed", "response": {"error": {"code": "rate_limit_exceeded"}}},
            "failed",
            "rate_limit_exceeded",
        ),
        ({"type": "error", "code": "server_error"}, "failed", "server_error"),
        ({"error": {"code": "no_quota", "type": "billing"}}, "failed", "no_quota"),
    ],
)
def test_how_it_ended(event: dict[str, Any], status: str, reason: str) -> None:
    """Completed, at a limit, or failed and why."""
    ending = heard(event).ending
    assert ending is not None
    assert (ending.status, ending.reason) == (status, reason)


def test_usage_on_every_ending() -> None:
    """What it took is known however it ended."""
    ending = heard({"type": "response.failed", "response": {"usage": {"input_tokens": 5}}}).ending
    assert ending is not None
    assert ending.usage == {"input_tokens": 5}
