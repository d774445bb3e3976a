"""Record: what comes in from outside, parsed once and trusted afterwards."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value whose fields are all known; an unknown field is an error, nothing is coerced."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
