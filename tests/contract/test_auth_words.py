"""Every refusal of Supabase Auth that somebody can meet on our pages is said in our own plain words."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDS = re.compile(r'^  ([a-z_]+): "(.+)",$', re.MULTILINE)
RAISED = re.compile(r'(?:AuthProblem|validation_failed|unexpected_failure)\((?:\s*\d+,\s*"([a-z_]+)")?')
# What no page of ours can provoke: other providers, administration, requests that no form makes.
NEVER_MET = {
    "anonymous_provider_disabled",
    "bad_json",
    "hook_payload_invalid_content_type",
    "hook_payload_over_size_limit",
    "manual_linking_disabled",
    "mfa_totp_enroll_not_enabled",
    "not_admin",
    "phone_provider_disabled",
    "request_entity_too_large",
    "saml_provider_disabled",
}


def words() -> dict[str, str]:
    """Return what the pages say for each error code."""
    return dict(WORDS.findall((ROOT / "site" / "scripts" / "authentication.js").read_text()))


def test_every_code_has_its_words() -> None:
    """Each code that the sign-in service raises is worded, unless no page can provoke it."""
    service = ROOT / "netlify" / "standins" / "supabase_auth"
    raised = {code for file in service.glob("*.py") for code in RAISED.findall(file.read_text()) if code}
    assert {"invalid_credentials", "otp_expired", "email_exists"} <= raised
    assert raised | {"validation_failed", "weak_password", "unexpected_failure"} <= set(words()) | NEVER_MET


def test_the_words_are_plain() -> None:
    """A sentence for a person: no code, no jargon, an end."""
    for code, sentence in words().items():
        assert re.fullmatch(r"[A-Z][^_{}<>]+[.!?]", sentence), code
        assert not re.search(r"\b(token|OTP|PKCE|JWT|nonce|session|invalid|hook)\b", sentence, re.IGNORECASE), code
