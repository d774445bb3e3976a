"""A certificate's code, however somebody typed it from paper."""

import pytest

from shared.certificates.code import normal_code


@pytest.mark.parametrize(
    "typed",
    ["0123-ABCD-EFGH", "0123abcdefgh", " o i23 abcd efgh", "Ol23-ABCD-EFGH", "--0123ABCDEFGH--"],
)
def test_what_is_read_from_paper_finds_its_certificate(typed: str) -> None:
    """Case, spaces, dashes and letters that look like digits make no difference."""
    assert normal_code(typed) == "0123-ABCD-EFGH"


@pytest.mark.parametrize(
    "typed",
    ["", "0123-ABCD-EFG", "0123-ABCD-EFGHJ", "0123-ABCD-EFGU", "0123-ABCD-EFGÉ", "\u0660123-ABCD-EFGH", "0" * 41],
)
def test_what_no_certificate_can_have_is_none(typed: str) -> None:
    """Too short, too long, or with a letter that is in no code."""
    assert normal_code(typed) is None
