"""The mails that an owner pastes into Supabase lead to our page, and only there."""

import re
from pathlib import Path

import pytest

MAILS = Path(__file__).resolve().parents[2] / "docs" / "mail"
TYPES = {
    "confirm-signup": "signup",
    "invite-user": "invite",
    "magic-link": "magiclink",
    "change-email-address": "email_change",
    "reset-password": "recovery",
}


@pytest.mark.parametrize(("name", "kind"), TYPES.items())
def test_a_link_leads_to_the_landing_page(name: str, kind: str) -> None:
    """One link, to /welcome, with token_hash and type; the six digits stand beside it."""
    text = (MAILS / f"{name}.html").read_text()
    links = re.findall(r'href="([^"]+)"', text)
    wanted = "{{ .SiteURL }}/welcome?token_hash={{ .TokenHash }}&amp;type=" + kind + "&amp;next={{ .RedirectTo }}"
    assert links == [wanted]
    assert "{{ .Token }}" in text
    assert "ConfirmationURL" not in text


def test_every_template_is_named() -> None:
    """The page that says where they go names each of them."""
    readme = (MAILS / "README.md").read_text()
    assert {file.name for file in MAILS.glob("*.html")} == set(re.findall(r"\]\(([a-z-]+\.html)\)", readme))
