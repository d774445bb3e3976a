"""Asking: access, retrieval, reservation, the provider's answer while it comes, and the settlement, in this order."""

import contextlib
import time
from collections.abc import Generator, Iterator
from typing import NamedTuple

from shared import settings
from shared.database import Identity, one_read, one_trip
from shared.guidance import costs, gateway, identifiers, instruction, prompt, queries
from shared.guidance.bill import Bill
from shared.guidance.bodies import Question
from shared.guidance.citations import Citations
from shared.guidance.failures import ProviderFailed
from shared.guidance.limits import tell_limits
from shared.guidance.problems import PatientIdentifierFound
from shared.guidance.reading import read
from shared.guidance.records import Material, Outcome, Passage, ProviderRequest, Reservation, Whole
from shared.identity import Reader

ANSWER_CHARACTERS = 20_000
SETTLE_MILLISECONDS = 3000


class Exchange:
    """A question that was counted, and its answer while it comes."""

    def __init__(self, reader: Reader, material: Material, reserved: Reservation):
        self.reserved = reserved
        self.remaining = reserved.remaining
        self.status = "failed"
        self._reader = reader
        self._passages: list[Passage] = list(material.passages)
        self._citations = Citations(len(self._passages))
        self._said: list[str] = []
        self._bill = Bill()

    def pieces(self, request: ProviderRequest, until: float) -> Generator[str]:
        """Yield the answer's text with its verified markers; settles however it ends.

        Raises GuidanceUnavailable when the provider brought nothing; what was cut off is kept as partial, and not
        counted unless its reader stopped it.
        """
        counted = False
        try:
            with contextlib.closing(gateway.answer(request, until, self._bill)) as parts:
                for part in parts:
                    if isinstance(part, Whole):
                        counted, self.status = True, "complete" if part.complete else "partial"
                    elif shown := self._keep(self._citations.feed(part)):
                        self.status = "partial"
                        yield shown
            if rest := self._keep(self._citations.end()):
                yield rest
            if not self._said:  # nothing but markers of passages that there are not
                yield self._keep(prompt.NOTHING_FOUND)
        except ProviderFailed as failure:
            if not self._said:
                self.status = "failed"
                raise failure.problem from failure
        except GeneratorExit:
            counted = True
            raise
        finally:
            self._settle(counted=counted)

    def whole(self, text: str) -> None:
        """Keep an answer of our own, which no provider was asked for."""
        self._keep(text)
        self.status = "complete"
        self._settle(counted=False)

    @property
    def text(self) -> str:
        """What was said."""
        return "".join(self._said)

    @property
    def citations(self) -> list[dict[str, str]]:
        """The passages that the answer named, in the order of its markers."""
        return [self._passages[number - 1].citation for number in self._citations.named]

    def _length(self) -> int:
        return sum(map(len, self._said))

    def _keep(self, text: str) -> str:
        kept = text[: max(0, ANSWER_CHARACTERS - self._length())]
        if kept:
            self._said.append(kept)
        return kept

    def _settle(self, *, counted: bool) -> None:
        taken = self._bill.tokens
        named = [self._passages[number - 1] for number in self._citations.named]
        outcome = Outcome(
            status=self.status if self._said else "failed",
            content=self.text,
            citations=[passage.source | passage.citation for passage in named],
            counted=counted and bool(self._said),
            cost_microusd=costs.of_tokens(settings.guidance(), taken),
            input_tokens=taken.read,
            output_tokens=taken.written,
        )
        trip = one_trip(self._reader, statement_milliseconds=SETTLE_MILLISECONDS)
        self.remaining = queries.end_question(trip, self.reserved.message_id, outcome)


class Asked(NamedTuple):
    """What came of asking: the exchange, the first piece of its answer, which has come, and those that will."""

    exchange: Exchange
    first: str
    rest: Generator[str] | None

    def pieces(self) -> Iterator[str]:
        """Yield the whole answer, piece by piece."""
        yield self.first
        if self.rest is not None:
            yield from self.rest

    def close(self) -> None:
        """Settle an answer that nobody waits for any longer."""
        if self.rest is not None:
            self.rest.close()


def ask(reader: Reader, asked: Question) -> Asked:
    """Ask the guide and return when the answer has begun.

    Raises PatientIdentifierFound, GuidanceUnavailable and what the database refuses (session, module, access, limits);
    then the question cost nothing and left nothing.
    """
    guidance, until = settings.guidance(), time.monotonic() + settings.guidance().deadline_seconds
    if kinds := identifiers.found_in(asked.question):
        raise PatientIdentifierFound(kinds)
    gateway.prepare()
    tell_limits()
    material = _material(reader, asked)
    request = prompt.provider_request(
        asked.question, material, model=guidance.model, output_tokens=guidance.output_tokens, user_id=reader.user_id
    )
    own = prompt.own_answer(material)
    cost = None if own else costs.most(guidance, request, gateway.ATTEMPTS)
    exchange = Exchange(reader, material, _begin(reader, asked, material, cost, guidance.model))
    if own:
        exchange.whole(own)
        return Asked(exchange, own, None)
    pieces = exchange.pieces(request, until)
    return Asked(exchange, next(pieces), pieces)


def _material(reader: Identity, asked: Question) -> Material:
    """Return what the reader's answer may be made from, found in one read as the reader."""
    reading = read(asked.question)
    found = queries.select_material(
        one_read(reader), asked.module, asked.case_id, asked.conversation_id, reading, prompt.TURNS_SOUGHT
    )
    if found["stale"]:
        queries.sweep_reservations(one_trip(reader))
    material = queries.material_of(found, reading)
    return material._replace(passages=prompt.cut_to_budget(material.passages))


def _begin(reader: Identity, asked: Question, material: Material, cost: int | None, model: str) -> Reservation:
    return queries.begin_question(
        one_trip(reader),
        material,
        asked.conversation_id,
        asked.question,
        cost,
        sources=[passage.source for passage in material.passages],
        instruction=instruction.VERSION,
        model=model,
    )
