"""Keys that rotate and a sign-in service that goes away, against the real `identify` and a clock of the story's own."""

import itertools
import math
import random
import uuid
from collections import Counter
from typing import Any, cast

from shared import identity, keys
from shared.problems import Unavailable
from tests.prove.proof import Outcome, Proof
from tests.prove.signing.issuers import accepted, fresh_issuer
from tests.support.tokens import Issuer, SigningKey

# What is promised, in numbers of the drill's own: changing them in shared/keys.py must fail here.
FRESH_SECONDS, STALE_SECONDS, PAUSE_SECONDS = 600, 600, 30
# Keys are renewed by the first request that finds them old: ten minutes count from the request before the outage.
LONGEST_STEP_SECONDS = 60


class _Drill:
    """Supabase Auth and our clock as a seeded story moves them: keys come and go, the service goes away and back."""

    def __init__(self, issuer: Issuer, seeded: random.Random):
        self._issuer, self._seeded = issuer, seeded
        self._names = itertools.count(1)
        self.now = 10_000.0
        self.published = dict.fromkeys(issuer.keys, 0.0)
        self.withdrawn: dict[SigningKey, float] = {}
        self.away_since, self.back_since = 0.0, 0.0

    def monotonic(self) -> float:
        """The time that the age of keys is measured with."""
        return self.now

    def step(self) -> None:
        """Let time pass, and perhaps something happen."""
        self.now += self._seeded.uniform(1, LONGEST_STEP_SECONDS)
        event = self._seeded.choice([self._publish, self._withdraw, self._go, self._return, *[lambda: None] * 16])
        event()
        self._issuer.keys = list(self.published)
        self._issuer.away = self.away_since > 0

    def presented(self) -> list[SigningKey]:
        """Return the keys of which a token comes along; now and then only, one that has the key set fetched anew."""
        recent = [key for key, since in self.withdrawn.items() if self.now - since < FRESH_SECONDS]
        if self._seeded.random() < 0.05:
            return [*self.published, *list(self.withdrawn)[-5:]]
        return [*self.published, *recent]

    def fault(self, key: SigningKey, answer: str) -> str:
        """Return what is wrong about the answer to a token signed with `key` now; empty when nothing is."""
        gone = self.now - self.withdrawn.get(key, math.inf)
        reachable = not self.away_since and self.now - self.back_since > PAUSE_SECONDS + 1
        if answer == "believed" and (gone > FRESH_SECONDS + STALE_SECONDS or (gone > FRESH_SECONDS and reachable)):
            return f"a key withdrawn {gone:.0f} s ago is believed"
        if answer == "believed" or key in self.withdrawn:
            return ""
        known_since = self.published[key] + PAUSE_SECONDS + 1
        if reachable and self.now > known_since:
            return f"a valid token is {answer}"
        known_before = self.published[key] + FRESH_SECONDS < self.away_since
        survivable = known_before and self.now - self.away_since < STALE_SECONDS - LONGEST_STEP_SECONDS
        return f"a valid token is {answer} {self.now - self.away_since:.0f} s into an outage" if survivable else ""

    def _publish(self) -> None:
        if len(self.published) < 4:
            self.published[SigningKey(f"drill-{next(self._names)}")] = self.now

    def _withdraw(self) -> None:
        if len(self.published) > 1:
            key = self._seeded.choice(list(self.published))
            del self.published[key]
            self.withdrawn[key] = self.now

    def _go(self) -> None:
        if not self.away_since and self.now - self.back_since > FRESH_SECONDS:
            self.away_since = self.now

    def _return(self) -> None:
        if self.away_since:
            self.away_since, self.back_since = 0.0, self.now


def rotations_and_outages(size: int, seed: int) -> Outcome:
    """Present a token of every key, published or withdrawn, at each of `size` steps of a story of hours and days."""
    issuer = fresh_issuer()
    drill = _Drill(issuer, random.Random(seed))
    real_time, keys.time = keys.time, cast("Any", drill)
    faults: list[str] = []
    answers: Counter[str] = Counter()
    accepted(issuer.token(str(uuid.uuid4())))  # the keys are known before the first outage
    for number in range(size):
        drill.step()
        for key in drill.presented():
            answer = _answer_to(issuer.token(str(uuid.uuid4()), key=key))
            answers[answer] += 1
            if fault := drill.fault(key, answer):
                faults.append(f"step {number}: {fault}")
    keys.time = real_time
    issuer.close()
    identity.forget()
    says = f"{drill.now / 3600:.0f} h, {len(drill.withdrawn)} keys withdrawn, {dict(answers)}; {'; '.join(faults[:3])}"
    return Outcome(size, len(faults), says)


def _answer_to(token: str) -> str:
    try:
        return "believed" if accepted(token) else "refused"
    except Unavailable:
        return "unavailable"


PROOFS = [
    Proof(
        "rotations-and-outages",
        "no valid token is refused through rotations and outages, no withdrawn key believed after its time",
        50_000,
        2_000,
        rotations_and_outages,
    ),
]
