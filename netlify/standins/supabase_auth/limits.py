"""Rate limits: a bucket of requests for each address, and one of mails for the whole service."""

from dataclasses import dataclass
from time import monotonic

from netlify.standins.supabase_auth.problems import AuthProblem
from netlify.standins.supabase_auth.settings import Limits

MOST_ADDRESSES = 10_000


@dataclass
class _Bucket:
    left: float
    filled_at: float


class RateLimiter:
    """Lets a number of requests an hour pass for each key; `burst` of them may come at once."""

    def __init__(self, per_hour: int, burst: int):
        self._per_hour = per_hour
        self._burst = burst or per_hour
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str) -> bool:
        """Take one from the key's bucket; False when it is empty."""
        moment = monotonic()
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= MOST_ADDRESSES:
                self._buckets.pop(next(iter(self._buckets)))
            bucket = self._buckets[key] = _Bucket(self._burst, moment)
        bucket.left = min(self._burst, bucket.left + (moment - bucket.filled_at) * self._per_hour / 3600)
        bucket.filled_at = moment
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True


class RateLimits:
    """The limiters of the service, each refusing in Supabase's words."""

    def __init__(self, limits: Limits):
        per_hour = dict.fromkeys(("sign_ups", "codes", "magic_links", "recoveries", "resends", "users"), limits.codes)
        per_hour |= {"verifications": limits.verifications, "tokens": limits.tokens}
        self._limiters = {kind: RateLimiter(most, limits.burst) for kind, most in per_hour.items()}
        self._mails = RateLimiter(limits.mails, 0)

    def require_request(self, kind: str, address: str) -> None:
        """Refuse when `address` asked too often for this kind of thing."""
        if not self._limiters[kind].take(address):
            raise AuthProblem(429, "over_request_rate_limit", "Request rate limit reached")

    def require_mail(self) -> None:
        """Refuse when the service sent too many mails."""
        if not self._mails.take(""):
            raise AuthProblem(429, "over_email_send_rate_limit", "email rate limit exceeded")
