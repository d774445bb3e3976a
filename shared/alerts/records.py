"""What the watch deals in: notes and failures of functions, what is wrong now, what stands since when, what is told."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

State = Literal["open", "firing", "muted", "over"]


class Failure(NamedTuple):
    """An answer that failed or kept somebody waiting; nothing of it names a person."""

    request_id: str
    function: str
    method: str
    status: int
    duration_ms: int


class Note(NamedTuple):
    """An alert as a function raised it: what it is about, and what its line says beside."""

    name: str
    objects: Sequence[str]
    detail: str


class Finding(NamedTuple):
    """Something that is wrong now: a sentence with its figures, and each thing it is about where each is a matter."""

    name: str
    says: str
    objects: tuple[str, ...] = ()


class Standing(NamedTuple):
    """A row of `alerts`: what was found, since when, and what was told of it. Times are seconds since 1970.

    `evaluations` counts those on end at which it was found, `recent` is when functions noted it, `told` which of its
    objects somebody was told of. `id` is 0 before it has a row.
    """

    name: str
    state: State = "open"
    detail: str = ""
    objects: tuple[str, ...] = ()
    evaluations: int = 0
    raised_at: float = 0.0
    told_at: float | None = None
    told: tuple[str, ...] = ()
    recent: tuple[float, ...] = ()
    id: int = 0


class News(NamedTuple):
    """One thing that a message says: `new`, `more` of the same, `still`, or `over`."""

    kind: Literal["new", "more", "still", "over"]
    name: str
    says: str
    objects: tuple[str, ...]
    since: float


class Decision(NamedTuple):
    """What an evaluation comes to: the rows that change, and what one message says, if anything."""

    changed: tuple[Standing, ...]
    news: tuple[News, ...]


class Walk(NamedTuple):
    """What a stranger meets from outside: a sentence for what fails, empty where it is well.

    `certificate_days` is how long the site's certificate is good for; None where there is none to look at.
    """

    site: str = ""
    lessons: str = ""
    auth: str = ""
    certificate_days: float | None = None


class Plan(NamedTuple):
    """What was paid for: how large the database may become."""

    database_bytes: int
