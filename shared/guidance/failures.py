"""How the provider can fail, told apart: what passes, what only the owner can mend, and what it will not say.

The log gets the provider's status, code, type, parameter and request id, never its prose, which may quote the question.
"""

import math
import re
import time
from collections.abc import Mapping
from typing import Any, cast

from shared import logs
from shared.guidance.problems import GuidanceUnavailable
from shared.guidance.transcript import Ending

LONGEST_RETRY_AFTER_SECONDS = 600.0
PASSING_SECONDS = 10
LASTING_SECONDS = 600
RETRIED_STATUSES = frozenset({408, 409, 425, 429})

KEY_REFUSED = "guide-key-refused"
OUT_OF_CREDIT = "guide-out-of-credit"
MODEL_UNKNOWN = "guide-model-unknown"
REQUEST_REFUSED = "guide-request-refused"
OUTPUT_LIMIT = "guide-output-limit"
NOT_CONFIGURED = "guide-not-configured"

OUT_OF_ORDER = (
    "The guide is out of order, and only the course's owner can mend it. The question was not counted; lessons, "
    "quizzes and cases go on as always."
)
DECLINED = (
    "The guide's provider does not answer this question under its own rules, and will not when it is asked again. The "
    "question was not counted; you may ask in other words."
)

_NO_CREDIT = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "credit_balance_too_low"}
)
_NO_MODEL = frozenset({"model_not_found", "model_not_available", "deployment_not_found", "deploymentnotfound"})
_CONTENT = frozenset({"content_filter", "content_policy_violation", "invalid_prompt", "responsibleaipolicyviolation"})
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:\[\]-]{1,80}")


class ProviderFailed(Exception):
    """The provider did not bring the answer to its end.

    `accepted` says that it had begun to work on it, `passing` that another attempt may do better, `alert` which fault
    the owner has to mend, `declined` that it will not say such a thing, and `facts` what the log may know.
    """

    def __init__(
        self,
        what: str,
        *,
        accepted: bool = False,
        passing: bool = True,
        declined: bool = False,
        alert: str = "",
        retry_after: float | None = None,
        facts: Mapping[str, object] | None = None,
    ):
        super().__init__(what)
        self.accepted = accepted
        self.passing = passing and not alert and not declined
        self.declined = declined
        self.alert = alert
        self.retry_after = retry_after
        self.facts = dict(facts or {})

    @property
    def problem(self) -> GuidanceUnavailable:
        """What the reader is told when nothing of an answer came."""
        if self.declined:
            return GuidanceUnavailable(DECLINED, retry_after_seconds=LASTING_SECONDS)
        if self.alert:
            return GuidanceUnavailable(OUT_OF_ORDER, retry_after_seconds=LASTING_SECONDS)
        seconds = PASSING_SECONDS if self.retry_after is None else self.retry_after
        return GuidanceUnavailable(retry_after_seconds=max(1, round(seconds)))

    def note(self) -> None:
        """Leave a line for the operator: kinds, states and identifiers, never words."""
        line: dict[str, Any] = {"provider": "failed", "what": str(self), "accepted": self.accepted, **self.facts}
        if self.alert:
            logs.alert(self.alert, **line)
        else:
            logs.write(line)


def of_ending(ending: Ending | None) -> ProviderFailed:
    """Return what an answer without a word failed of, or a stream that was cut (None)."""
    if ending is None:
        return ProviderFailed("the stream was cut", accepted=True)
    facts = _identifiers(code=ending.reason, type=ending.kind)
    words = {ending.reason.lower(), ending.kind.lower()}
    if words & _CONTENT:
        return ProviderFailed("content refused", accepted=True, declined=True, facts=facts)
    if ending.status == "incomplete" and ending.reason == "max_output_tokens":
        return ProviderFailed("nothing said within the output limit", accepted=True, alert=OUTPUT_LIMIT, facts=facts)
    if words & _NO_CREDIT:
        return ProviderFailed("no credit", accepted=True, alert=OUT_OF_CREDIT, facts=facts)
    what = "nothing said" if ending.status == "completed" else "the provider gave up"
    return ProviderFailed(what, accepted=True, passing=ending.status == "failed", facts=facts)


def of_exception(failure: Exception, *, accepted: bool) -> ProviderFailed:
    """Name what the SDK raised, and when to try again where the provider said so."""
    response = getattr(failure, "response", None)
    status = getattr(response, "status_code", None)
    if accepted or not isinstance(status, int):
        return ProviderFailed(type(failure).__name__, accepted=accepted)
    error = error_of(failure)
    request_id = response.headers.get("x-request-id") if response is not None else None
    facts = {"status": status} | _identifiers(
        code=error.get("code"), type=error.get("type"), param=error.get("param"), provider_request_id=request_id
    )
    words = {str(error.get(name) or "").lower() for name in ("code", "type")}
    if words & _CONTENT:
        return ProviderFailed(f"HTTP {status}", declined=True, facts=facts)
    alert = _alert(status, words)
    passing = status in RETRIED_STATUSES or status >= 500
    return ProviderFailed(
        f"HTTP {status}", passing=passing, alert=alert, retry_after=_retry_after(response), facts=facts
    )


def _alert(status: int, words: set[str]) -> str:
    """Return which fault of the settings or the account a refusal tells of; "" where none."""
    if status == 402 or words & _NO_CREDIT:
        return OUT_OF_CREDIT
    if words & _NO_MODEL or status == 404:
        return MODEL_UNKNOWN
    if status in {401, 403}:
        return KEY_REFUSED
    return REQUEST_REFUSED if 400 <= status < 500 and status not in RETRIED_STATUSES else ""


def error_of(failure: Exception) -> Mapping[str, Any]:
    """Return the error object of a refusal, as OpenAI and those who speak like it write it."""
    body = getattr(failure, "body", None)
    if not isinstance(body, dict):
        return {}
    given = cast("dict[str, Any]", body)
    inner = given.get("error", given)
    return cast("dict[str, Any]", inner) if isinstance(inner, dict) else {"message": inner}


def _identifiers(**values: object) -> dict[str, object]:
    """Keep what looks like an identifier: a sentence in its place may hold what the member wrote."""
    return {
        name: value if isinstance(value, str) and _IDENTIFIER.fullmatch(value) else "withheld"
        for name, value in values.items()
        if value not in (None, "")
    }


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
