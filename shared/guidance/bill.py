"""What all attempts at one question took, each once it ended: as the provider told, as far as that can be."""

from collections.abc import Mapping
from typing import Any

from shared.guidance import costs
from shared.guidance.records import ProviderRequest, Tokens


class Bill:
    """Adds up the attempts of one question."""

    def __init__(self) -> None:
        self.tokens = Tokens(0, 0)

    def add(self, request: ProviderRequest, usage: Mapping[str, Any], said: int) -> None:
        """Add an attempt that said so many characters; one that said nothing and told nothing took nothing.

        A figure of zero, which relays report for what they do not know, is estimated, and so are both where one is
        missing; none is believed beyond what the request's length and the output limit allow.
        """
        told = _told(usage)
        if not said and not any(told):
            return
        most, about = costs.most_tokens_of(request), costs.estimated(request, said)
        self.tokens = Tokens(
            self.tokens.read + min(told.read or about.read, most.read),
            self.tokens.written + min(told.written or about.written, most.written),
        )

    def at_limit(self, request: ProviderRequest, usage: Mapping[str, Any]) -> bool:
        """Return whether the answer is as long as it may be: some servers call a cut answer completed."""
        return _told(usage).written >= request.output_tokens


def _told(usage: Mapping[str, Any]) -> Tokens:
    """Return what the provider says that it took, or zeros for what cannot be."""
    match usage:
        case {"input_tokens": int(read), "output_tokens": int(written)} if read >= 0 and written >= 0:
            return Tokens(read, written)
        case _:
            return Tokens(0, 0)
