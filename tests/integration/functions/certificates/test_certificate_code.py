"""masterclass.certificate_code: what is printed on the paper, and typed from it."""

import re

from tests.integration.functions.conftest import Ask

FORM = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}")


def test_codes_are_many_and_readable(ask: Ask) -> None:
    """Twelve characters without I, L, O and U in three groups; of a thousand no two are alike."""
    codes = ask("select array_agg(masterclass.certificate_code()) from generate_series(1, 1000)")
    assert len(set(codes)) == 1000
    assert all(FORM.fullmatch(code) for code in codes)
    assert len({code[0] for code in codes}) > 25, "every character is drawn"
