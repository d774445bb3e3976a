"""What questions cost, in millionths of a dollar: at a dollar a million, a token costs exactly one."""

import math

from shared.guidance.prompt import estimated_tokens, most_tokens
from shared.guidance.records import ProviderRequest, Tokens
from shared.settings import GuidanceSettings


def most(settings: GuidanceSettings, request: ProviderRequest, attempts: int) -> int:
    """Return what the question costs at most: this is reserved before the provider is asked."""
    return attempts * of_tokens(settings, most_tokens_of(request))


def of_tokens(settings: GuidanceSettings, tokens: Tokens) -> int:
    """Return what so many tokens cost."""
    dollars_per_million = (
        tokens.read * settings.input_dollars_per_million + tokens.written * settings.output_dollars_per_million
    )
    return math.ceil(round(dollars_per_million, 6))  # 0.4 has no end in binary: its last digit is no microdollar


def most_tokens_of(request: ProviderRequest) -> Tokens:
    """Return what one attempt can take at most: the request's length, and the limit of its answer."""
    return Tokens(most_tokens(request.characters), request.output_tokens)


def estimated(request: ProviderRequest, said: int) -> Tokens:
    """Return about what a call took that never said so itself, after `said` characters of answer."""
    return Tokens(estimated_tokens(request.characters), estimated_tokens(said))
