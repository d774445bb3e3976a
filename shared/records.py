"""Record: what comes in from outside, parsed once and trusted afterwards."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from shared.bodies import parse_json
from shared.problems import InvalidBody

_PART = r"[^@\s\x00-\x1f]+"
# An e-mail address that a person names for somebody else; whose it is, Supabase Auth alone confirms.
MailAddress = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=320, pattern=rf"^{_PART}@{_PART}\.{_PART}$"),
]
_OUR_OWN = "Value error, "  # pydantic puts it before what our own validators say


class Incoming(BaseModel):
    """A frozen value read from a body; in a vendor's, fields we do not know are left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @classmethod
    def from_body(cls, body: bytes) -> Self:
        """Return the JSON in `body`; raises MalformedRequest (not JSON) or InvalidBody (each wrong field named)."""
        parse_json(body)
        try:
            return cls.model_validate_json(body)
        except ValidationError as problem:
            raise InvalidBody(
                [
                    {"pointer": _pointer(error["loc"]), "detail": error["msg"].removeprefix(_OUR_OWN)}
                    for error in problem.errors(include_url=False, include_context=False, include_input=False)[:50]
                ]
            ) from None


class Record(Incoming):
    """A frozen value whose fields are all known; an unknown field is an error, nothing is coerced."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _pointer(location: tuple[int | str, ...]) -> str:
    """Return a JSON Pointer (RFC 6901) for a pydantic location."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
