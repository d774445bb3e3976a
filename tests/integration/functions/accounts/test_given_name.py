"""masterclass.given_name: the name that somebody gives when they sign up."""

import json

import pytest

from tests.integration.functions.conftest import Ask


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        ({"name": "  Dr. Ann Lee "}, "Dr. Ann Lee"),
        ({"name": "Ann\n\tLee"}, "Ann Lee"),
        ({"name": "Ann\u202eeeL"}, "Ann eeL"),
        ({"name": "\u200b\u00ad\ufeff"}, ""),
        ({"name": "x" * 300}, "x" * 200),
        ({"name": "李 安"}, "李 安"),
        ({}, ""),
        ({"name": None}, ""),
    ],
)
def test_nothing_invisible_stays(ask: Ask, metadata: dict[str, str | None], name: str) -> None:
    """Line breaks, the invisible and what turns the direction become a space; 200 characters at most; none is empty."""
    assert ask("select masterclass.given_name(%s::jsonb)", json.dumps(metadata)) == name
