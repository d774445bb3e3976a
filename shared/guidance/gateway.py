"""The provider's Responses API through OpenAI's own SDK, imported only when called: an answer as a stream of text."""

import contextlib
import json
import random
import re
import threading
import time
from collections.abc import Generator, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from shared import settings
from shared.guidance import failures, sdk
from shared.guidance.bill import Bill
from shared.guidance.failures import ProviderFailed
from shared.guidance.records import ProviderRequest, Whole
from shared.guidance.transcript import Transcript

if TYPE_CHECKING:
    import openai

ATTEMPTS = 2
# Every wait is a part of the deadline, so that one setting scales them all.
PAUSE_PART = 1 / 40
LONGEST_PAUSE_PART = 1 / 4
# What a server may not know and the call can do without; what is never left out says who speaks and what is data.
OPTIONAL = ("safety_identifier", "store", "max_output_tokens")
_UNKNOWN = re.compile(r"un(known|supported|recogni[sz]ed|expected)|not (support|permit|allow)|extra", re.IGNORECASE)

_preparation: threading.Thread | None = None
_refused: dict[str, set[str]] = {}  # by base URL: the parameters that the server there does not take


def prepare() -> None:
    """Begin to import the SDK and make its client beside whatever else is done meanwhile; returns at once."""
    global _preparation
    if _preparation is None:
        _preparation = threading.Thread(target=_prepare, name="guidance-preparation", daemon=True)
        _preparation.start()


def _prepare() -> None:
    """Certificates are read here too, which takes longer than the import; what is wrong the call itself will say."""
    guidance = settings.guidance()
    with contextlib.suppress(Exception):
        _client(guidance.api_key or "none", guidance.base_url)


def answer(request: ProviderRequest, until: float, bill: Bill) -> Generator[str | Whole]:
    """Yield the answer's text as it comes, and Whole when the provider said that it is done; `bill` gets every attempt.

    Ends by `until` (time.monotonic) whatever the provider does. A call that fails before its first text, in a way that
    may pass, is made once more. Raises ProviderFailed; without a Whole the answer was cut.
    """
    for attempt in range(1, ATTEMPTS + 1):
        begun = False
        try:
            for part in _attempt(request, until, bill):
                begun = True
                yield part
        except ProviderFailed as failure:
            pause = _pause(failure, until)
            if begun or attempt == ATTEMPTS or pause is None:
                failure.note()
                raise
            time.sleep(pause)
        else:
            return


def _attempt(request: ProviderRequest, until: float, bill: Bill) -> Iterator[str | Whole]:
    """One call, sent again without each optional parameter that the server refuses by name."""
    guidance = settings.guidance()
    if not guidance.api_key and not guidance.base_url:
        raise ProviderFailed("no provider is configured", alert=failures.NOT_CONFIGURED)
    if _preparation is not None:
        _preparation.join(max(0.0, until - time.monotonic()))
    while True:
        body = _body(request)
        try:
            yield from _call(request, body, until, bill)
        except _ParameterRefused as refused:
            _refused.setdefault(guidance.base_url, set()).add(refused.parameter)
        else:
            return


def _call(request: ProviderRequest, body: dict[str, Any], until: float, bill: Bill) -> Iterator[str | Whole]:
    """One request; every way in which it can fail is a ProviderFailed."""
    from shared.guidance import wire

    guidance = settings.guidance()
    wire.hold_to(until)
    accepted = False
    try:
        client = _client(guidance.api_key or "none", guidance.base_url)
        with client.post(
            "/responses",
            body=body,
            options={"timeout": guidance.deadline_seconds},
            cast_to=object,
            stream=True,
            stream_cls=_events(),
        ) as stream:
            accepted = True
            yield from _parts(cast("Iterator[tuple[str, Any]]", stream), request, bill)
    except (ProviderFailed, GeneratorExit):
        raise
    except Exception as failure:  # the SDK lets through what its parsers and sockets raise; all of it is the provider's
        if parameter := _parameter_refused(failure, body):
            raise _ParameterRefused(parameter) from failure
        raise failures.of_exception(failure, accepted=accepted) from failure


def _body(request: ProviderRequest) -> dict[str, Any]:
    """Return the call's body. `store` is off: by default OpenAI keeps a response for thirty days.

    llama.cpp wants `type` on every item of a conversation; OpenAI, Ollama and LiteLLM take it.
    """
    guidance = settings.guidance()
    body: dict[str, Any] = {
        "model": request.model,
        "instructions": request.instructions,
        "input": [{"type": "message", **message} for message in request.messages],
        "max_output_tokens": request.output_tokens,
        "stream": True,
    }
    own = {"safety_identifier": request.safety_identifier, "store": False}
    body |= {name: value for name, value in own.items() if name in guidance.own_parameters}
    return {name: value for name, value in body.items() if name not in _refused.get(guidance.base_url, ())}


class _ParameterRefused(Exception):
    """The server does not take a parameter that the call can do without."""

    def __init__(self, parameter: str):
        super().__init__(parameter)
        self.parameter = parameter


def _parameter_refused(failure: Exception, body: dict[str, Any]) -> str | None:
    """Return which of the optional parameters in `body` a 400 names, in `param` or in its sentence.

    The answer's limit is left out only where it is unknown, not where its value is refused.
    """
    if getattr(getattr(failure, "response", None), "status_code", None) not in {400, 422}:
        return None
    error = failures.error_of(failure)
    said = f"{error.get('param') or ''} {error.get('message') or failure}"
    named = next((name for name in OPTIONAL if name in body and name in said), None)
    return None if named == "max_output_tokens" and not _UNKNOWN.search(f"{said} {error.get('code')}") else named


def _parts(events: Iterator[tuple[str, Any]], request: ProviderRequest, bill: Bill) -> Iterator[str | Whole]:
    """Yield what the events say; a stream that ends without an ending of its own was cut.

    An answer that reached the limit we set, or the provider's filter, did not fail: whoever asks for as much as can
    be said has had their answer.
    """
    transcript = Transcript()
    try:
        for name, event in events:
            if text := transcript.hear(event, name):
                yield text
            if transcript.ending:
                break
        ending = transcript.ending
        if not transcript.said or ending is None or ending.status == "failed":
            raise failures.of_ending(ending)
        at_limit = bill.at_limit(request, ending.usage)
        yield Whole(ending.status == "completed" and not at_limit)
    finally:
        bill.add(request, transcript.ending.usage if transcript.ending else {}, len(transcript.said))


def _pause(failure: ProviderFailed, until: float) -> float | None:
    """Return how long to wait before the second attempt; None where it would not help or not fit."""
    deadline = settings.guidance().deadline_seconds
    wanted = failure.retry_after
    pause = deadline * PAUSE_PART * random.uniform(0.5, 1.5) if wanted is None else wanted  # noqa: S311 (jitter)
    fits = time.monotonic() + pause < until - deadline * PAUSE_PART
    return pause if failure.passing and fits and pause <= deadline * LONGEST_PAUSE_PART else None


@lru_cache(maxsize=2)
def _client(api_key: str, base_url: str) -> "openai.OpenAI":
    """Return the SDK's client. Its own retries are off: they would sleep for as long as a Retry-After says."""
    import httpx2

    from shared.guidance.wire import Transport

    http = httpx2.Client(transport=Transport())
    return sdk.load().OpenAI(api_key=api_key, base_url=base_url or None, max_retries=0, http_client=http)


def _named(name: str, data: str | bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the event that `data` is; a record without data, or with other data than an object, is none."""
    try:
        event = json.loads(data)
    except ValueError:
        return
    if isinstance(event, dict):
        yield name, cast("dict[str, Any]", event)


@cache
def _events() -> "type[openai.Stream[object]]":
    """The SDK's stream, which yields names and JSON as they are: its models take a second to build, in mid-answer."""

    class Events(sdk.load().Stream[object]):
        def __stream__(self) -> Iterator[tuple[str, dict[str, Any]]]:
            try:
                if "json" in self.response.headers.get("content-type", ""):
                    yield from _named("", self.response.read())
                    return
                for sent in self._iter_events():
                    yield from _named(sent.event or "", sent.data)
            finally:
                self.response.close()

    return Events
