"""Who may sign up."""

import pytest

from shared.accounts.rules import refusal_of


@pytest.mark.parametrize(
    ("email", "refused"),
    [
        ("ada@throwaway.example", True),
        ("ada@mail.throwaway.example", True),
        ("ada@THROWAWAY.example.", True),
        ("ada@notthrowaway.example", False),
        ("throwaway.example@clinic.example", False),
    ],
)
def test_a_blocked_domain_blocks_its_subdomains_and_no_other(email: str, refused: bool) -> None:
    """What counts is the domain itself, however it is spelled."""
    said = refusal_of(email, {}, blocked_domains={"throwaway.example"}, terms_version="")
    assert bool(said) is refused


@pytest.mark.parametrize(("sent", "refused"), [("2026-11", False), ("2026-10", True), (None, True), (202611, True)])
def test_the_current_terms_must_have_been_accepted(sent: object, refused: bool) -> None:
    """With a terms version configured, exactly that one lets a person in; without one, nobody is asked."""
    said = refusal_of("ada@clinic.example", {"terms": sent}, blocked_domains=(), terms_version="2026-11")
    assert bool(said) is refused
    assert refusal_of("ada@clinic.example", {}, blocked_domains=(), terms_version="") == ""
