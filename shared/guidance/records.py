"""What an answer is made from and what comes of it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Passage(NamedTuple):
    """A block of the course that the reader may read, as it was at `version`."""

    block_id: str
    version: int
    block: str
    module: str
    module_title: str
    heading: str
    text: str

    @property
    def source(self) -> dict[str, Any]:
        """What is kept of every passage that an answer was made from."""
        return {"block_id": self.block_id, "version": self.version}

    @property
    def citation(self) -> dict[str, str]:
        """What the reader is shown of a passage that the answer names."""
        return {"block": self.block, "module": self.module, "heading": self.heading}


class Case(NamedTuple):
    """The case that the question comes from, with the reader's own answer once it is committed."""

    id: str
    title: str
    text: str
    prompt: str
    own_answer: str | None


class ClosedModule(NamedTuple):
    """A module that the reader may not open: what the catalogue tells everybody of it.

    `is_sure` says that nothing open to the reader fits the question nearly as well.
    """

    slug: str
    title: str
    is_sure: bool


class Material(NamedTuple):
    """Everything that may go to the provider for one question.

    `closed` is the module that fits best where the reader may not open it; `off_course` says that none does.
    """

    module_id: str
    passages: Sequence[Passage]
    case: Case | None
    so_far: Sequence[Mapping[str, str]]
    closed: ClosedModule | None = None
    off_course: bool = False


class ProviderRequest(NamedTuple):
    """What the provider is asked; `messages` have the roles that we give, never a client."""

    model: str
    instructions: str
    messages: Sequence[Mapping[str, str]]
    output_tokens: int
    safety_identifier: str

    @property
    def characters(self) -> int:
        """How long the request's text is."""
        return len(self.instructions) + sum(len(message["content"]) for message in self.messages)


class Tokens(NamedTuple):
    """What a call took: tokens that the provider read and tokens that it wrote."""

    read: int
    written: int


class Whole(NamedTuple):
    """The provider said that it is done; not `complete` when the answer ran into a limit."""

    complete: bool


class Reservation(NamedTuple):
    """A question that was counted before the provider was asked."""

    conversation_id: str
    message_id: str
    remaining: int


class Outcome(NamedTuple):
    """How a question ended: 'complete', 'partial' or 'failed', whether it counts, and what it took."""

    status: str
    content: str
    citations: Sequence[Mapping[str, Any]]
    counted: bool
    cost_microusd: int
    input_tokens: int | None
    output_tokens: int | None


class Limits(NamedTuple):
    """What members may ask in a day and in a minute (0: as fast as they like), and what all of it may cost in a day."""

    free: int
    full: int
    burst: int
    spend: int
