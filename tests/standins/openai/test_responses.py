"""The OpenAI stand-in, driven by the official SDK."""

from collections.abc import Generator

import httpx
import pytest
from openai import BadRequestError, OpenAI

from netlify.standins.openai.app import MODEL, create_app
from netlify.standins.openai.quotation import NOTHING
from tests.support.stripe_stand_in import running

ASKED = """<passage id="2" heading="Order">
The order of payments
The employer's match comes first of all. Then come debts with high interest.
</passage>
<question>
Which payment comes first?
</question>"""


@pytest.fixture(scope="module")
def address() -> Generator[str]:
    """A served stand-in."""
    with running(create_app()) as port:
        yield f"http://127.0.0.1:{port}/v1"


@pytest.fixture
def client(address: str) -> Generator[OpenAI]:
    """The SDK's client for it."""
    with OpenAI(api_key="any", base_url=address, max_retries=0) as made:
        yield made


def test_it_quotes_the_passage_and_cites_it(client: OpenAI) -> None:
    """The answer is a sentence of the passage with the passage's number, and says that no model is here."""
    answer = client.responses.create(model="any", input=[{"role": "user", "content": ASKED}])
    assert answer.status == "completed"
    assert "match comes first of all." in answer.output_text
    assert "[2]" in answer.output_text
    assert "No language model is configured" in answer.output_text
    assert answer.usage
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens > 0


def test_a_stream_says_the_same_word_by_word(client: OpenAI) -> None:
    """The deltas of a stream join to the text that is told at its end, each event numbered in order."""
    events = list(client.responses.create(model="any", input=ASKED, stream=True))
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    done = [event.text for event in events if event.type == "response.output_text.done"]
    assert len(deltas) > 5
    assert ["".join(deltas)] == done
    assert [event.sequence_number for event in events if event.type != "error"] == list(range(len(events)))
    assert events[-1].type == "response.completed"


def test_without_a_passage_nothing_is_made_up(client: OpenAI) -> None:
    """A question without passages is told that none fits."""
    assert client.responses.create(model="any", input="What is paid first?").output_text == NOTHING


def test_there_is_one_model(client: OpenAI) -> None:
    """The list of models names the one there is."""
    assert [model.id for model in client.models.list()] == [MODEL]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"model":1}', b'{"model":"m","input":7}', b"\xff", b"[" * 9999])
def test_what_is_no_request_is_refused(address: str, body: bytes) -> None:
    """A body that is no request is 400 in OpenAI's shape, which the SDK knows."""
    answer = httpx.post(f"{address}/responses", content=body)
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")


def test_the_sdk_knows_the_refusal(client: OpenAI) -> None:
    """The SDK raises its BadRequestError."""
    with pytest.raises(BadRequestError, match="must be JSON"):
        client.responses.create(model="any", input=7)  # pyright: ignore[reportCallIssue, reportArgumentType]
