"""What questions cost, in millionths of a dollar: at a dollar a million, a token costs exactly one."""

import math

from shared.guidance.prompt import estimated_tokens, most_tokens
from shared.guidance.records import Completed, ProviderRequest
from shared.settings import GuidanceSettings


def most(settings: GuidanceSettings, request: ProviderRequest) -> int:
    """Return what the question costs at most: this is reserved before the provider is asked."""
    return of_tokens(settings, most_tokens(request.characters), request.output_tokens)


def of_tokens(settings: GuidanceSettings, input_tokens: int, output_tokens: int) -> int:
    """Return what so many tokens cost."""
    dollars_per_million = (
        input_tokens * settings.input_dollars_per_million + output_tokens * settings.output_dollars_per_million
    )
    return math.ceil(dollars_per_million)


def estimated(request: ProviderRequest, said: int) -> Completed:
    """Return about what a call took that never said so itself, after `said` characters of answer."""
    return Completed(estimated_tokens(request.characters), estimated_tokens(said))
