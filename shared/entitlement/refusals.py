"""Refusals as the database words them ({"refusal": …} beside or instead of an answer), made into problems."""

from collections.abc import Mapping
from typing import Any

from shared.entitlement.problems import FullAccessRequired
from shared.problems import NotFound, Problem, SignInRequired

REFUSALS: Mapping[str, type[Problem]] = {
    "absent": NotFound,
    "full-access": FullAccessRequired,
    "member": SignInRequired,
}


def require(answer: Mapping[str, Any]) -> None:
    """Raise the problem that the database's answer names, if it names one that every domain shares."""
    problem = REFUSALS.get(answer.get("refusal") or "")
    if problem is not None:
        raise problem
