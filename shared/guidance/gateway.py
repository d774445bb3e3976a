"""The provider's Responses API through OpenAI's own SDK, imported only when called: an answer as a stream of text."""

import contextlib
import math
import random
import threading
import time
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from shared import logs, settings
from shared.guidance import costs, sdk
from shared.guidance.problems import GuidanceUnavailable
from shared.guidance.records import Completed, ProviderRequest

if TYPE_CHECKING:
    import openai

ATTEMPTS = 2
# Every wait is a part of the deadline, so that one setting scales them all.
PAUSE_PART = 1 / 40
LONGEST_PAUSE_PART = 1 / 4
LONGEST_RETRY_AFTER_SECONDS = 600.0
MOST_TOKENS = 10_000_000
RETRIED_STATUSES = frozenset({408, 409, 425, 429})

_preparation: threading.Thread | None = None


class ProviderFailed(Exception):
    """The provider did not bring the answer to its end; `accepted` says that it had begun to work on it."""

    def __init__(self, what: str, *, accepted: bool = False, passing: bool = True, retry_after: float | None = None):
        super().__init__(what)
        self.accepted = accepted
        self.passing = passing
        self.retry_after = retry_after

    @property
    def problem(self) -> GuidanceUnavailable:
        """What the reader is told when nothing of an answer came."""
        seconds = max(1, round(10 if self.retry_after is None else self.retry_after))
        return GuidanceUnavailable(retry_after_seconds=seconds)


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


def answer(request: ProviderRequest, until: float) -> Iterator[str | Completed]:
    """Yield the answer's text as it comes, and Completed when the provider said that it is done.

    Ends by `until` (time.monotonic) whatever the provider does. A call that fails before its first text is made once
    more. Raises ProviderFailed; without a Completed the answer is not whole.
    """
    for attempt in range(1, ATTEMPTS + 1):
        begun = False
        try:
            for part in _attempt(request, until):
                begun = True
                yield part
        except ProviderFailed as failure:
            pause = _pause(failure, until)
            if begun or attempt == ATTEMPTS or pause is None:
                _note(failure)
                raise
            time.sleep(pause)
        else:
            return


def _attempt(request: ProviderRequest, until: float) -> Iterator[str | Completed]:
    """One call; every way in which it can fail is a ProviderFailed."""
    from shared.guidance import wire

    guidance = settings.guidance()
    if not guidance.api_key and not guidance.base_url:
        raise ProviderFailed("no provider is configured", passing=False)
    if _preparation is not None:
        _preparation.join(max(0.0, until - time.monotonic()))
    wire.hold_to(until)
    accepted = False
    try:
        client = _client(guidance.api_key or "none", guidance.base_url)
        with client.post(
            "/responses",
            body=_body(request),
            options={"timeout": guidance.deadline_seconds},
            cast_to=object,
            stream=True,
            stream_cls=_stream_of_objects(),
        ) as stream:
            accepted = True
            yield from _parts(stream, request)
    except (ProviderFailed, GeneratorExit):
        raise
    except Exception as failure:  # the SDK lets through what its parsers and sockets raise; all of it is the provider's
        raise _provider_failure(failure, accepted=accepted) from failure


def _body(request: ProviderRequest) -> dict[str, Any]:
    """Return the call's body. `store` is off: by default a response is kept for thirty days."""
    return {
        "model": request.model,
        "instructions": request.instructions,
        "input": list(request.messages),
        "max_output_tokens": request.output_tokens,
        "safety_identifier": request.safety_identifier,
        "store": False,
        "stream": True,
    }


def _parts(stream: Iterable[object], request: ProviderRequest) -> Iterator[str | Completed]:
    """Read the events that matter; a stream that ends without one of its own ends was cut.

    An answer that reached the limit we set, or the provider's filter, did not fail: whoever asks for as much as can
    be said has had their answer.
    """
    said = 0
    for event in cast("Iterable[dict[str, Any]]", stream):
        match event["type"]:
            case "response.output_text.delta" | "response.refusal.delta":
                text = _storable(str(event["delta"]))
                said += len(text)
                yield text
            case "response.completed" | "response.incomplete" if said:
                whole = event["type"] == "response.completed"
                yield _taken(event["response"].get("usage"), costs.estimated(request, said))._replace(whole=whole)
                return
            case "response.completed" | "response.incomplete" | "response.failed" | "error":
                raise ProviderFailed("the provider gave up", accepted=True)
            case _:
                continue
    raise ProviderFailed("the stream was cut", accepted=True)


def _storable(text: str) -> str:
    """Return `text` without what Postgres cannot keep and UTF-8 cannot say: NUL and half a surrogate pair."""
    return text.replace("\0", "").encode(errors="replace").decode()


def _taken(usage: object, about: Completed) -> Completed:
    """Return what the provider says that it took, or `about` that where it says nothing that can be."""
    match usage:
        case {"input_tokens": int(read), "output_tokens": int(written)} if (
            0 <= read <= MOST_TOKENS and 0 <= written <= MOST_TOKENS
        ):
            return Completed(read, written)
        case _:
            return about


def _provider_failure(failure: Exception, *, accepted: bool) -> ProviderFailed:
    """Name what the SDK raised, and when to try again where the provider said so."""
    response = getattr(failure, "response", None)
    status = getattr(response, "status_code", None)
    if accepted or not isinstance(status, int):
        return ProviderFailed(type(failure).__name__, accepted=accepted)
    passing = status in RETRIED_STATUSES or status >= 500
    return ProviderFailed(f"HTTP {status}", passing=passing, retry_after=_retry_after(response))


def _retry_after(response: Any) -> float | None:
    """Return the seconds that the provider asks us to wait (Retry-After in seconds or as a date, retry-after-ms)."""
    from email.utils import parsedate_to_datetime

    milliseconds, seconds = response.headers.get("retry-after-ms"), response.headers.get("retry-after")
    try:
        if milliseconds:
            return _wait(float(milliseconds) / 1000)
        return _wait(float(seconds)) if seconds else None
    except ValueError:
        pass
    try:
        return _wait(parsedate_to_datetime(seconds).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _wait(seconds: float) -> float | None:
    """Return a wait that can be reckoned with; None for one that is no number."""
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS)


def _pause(failure: ProviderFailed, until: float) -> float | None:
    """Return how long to wait before the second attempt; None where it would not help or not fit."""
    deadline = settings.guidance().deadline_seconds
    wanted = failure.retry_after
    pause = deadline * PAUSE_PART * random.uniform(0.5, 1.5) if wanted is None else wanted  # noqa: S311 (jitter)
    fits = time.monotonic() + pause < until - deadline * PAUSE_PART
    return pause if failure.passing and fits and pause <= deadline * LONGEST_PAUSE_PART else None


def _note(failure: ProviderFailed) -> None:
    """Leave a line for the operator: kinds and states, never words."""
    logs.write({"provider": "failed", "what": str(failure), "accepted": failure.accepted})


@cache
def _client(api_key: str, base_url: str) -> "openai.OpenAI":
    """Return the SDK's client. Its own retries are off: they would sleep for as long as a Retry-After says."""
    import httpx2

    from shared.guidance.wire import Transport

    http = httpx2.Client(transport=Transport())
    return sdk.load().OpenAI(api_key=api_key, base_url=base_url or None, max_retries=0, http_client=http)


def _stream_of_objects() -> "type[openai.Stream[object]]":
    """Events as the JSON they are: to build the SDK's models of them takes a second, in the middle of an answer."""
    return sdk.load().Stream[object]
