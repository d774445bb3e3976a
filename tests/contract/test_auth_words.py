"""Every refusal of Supabase Auth is said in our own plain words, with a way on; none of its own sentences is shown."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "site" / "scripts"
CODES = ROOT / "tests" / "standins" / "supabase_auth" / "gotrue" / "error-codes.txt"
PAIR = re.compile(r"^  ([a-z0-9_]+): (?:\"(.+)\"|([A-Z_]+)),$", re.MULTILINE)
CONSTANT = re.compile(r"^const ([A-Z_]+) = \"(.+)\";$", re.MULTILINE)
LISTED = re.compile(r"`([a-z0-9_\s]+)`\.split")
WAY_ON = re.compile(
    r"\b(again|try|ask|choose|use|type|sign in|sign up|sign out|create|look|follow|check|fill|wait|load|write"
    r"|remove|shorten|come back|goes on|can create)\b",
    re.IGNORECASE,
)


def words() -> dict[str, str]:
    """Return what the pages say for each error code."""
    source = (SCRIPTS / "auth-words.js").read_text()
    constants: dict[str, str] = dict(CONSTANT.findall(source))
    said: dict[str, str] = {code: sentence or constants[name] for code, sentence, name in PAIR.findall(source)}
    listed = LISTED.search(source)
    assert listed
    return said | dict.fromkeys(str(listed[1]).split(), str(constants["NOT_HERE"]))


def test_every_code_has_its_words() -> None:
    """Each code that Supabase Auth can answer with has a sentence, and no other is worded."""
    assert set(words()) == set(CODES.read_text().split())


@pytest.mark.parametrize("code", sorted(words()))
def test_the_words_are_plain_and_lead_on(code: str) -> None:
    """A sentence for a person: no code, no jargon, an end, and something to do next."""
    sentence = words()[code]
    assert re.fullmatch(r"[A-Z][^_{}<>]+[.!?]", sentence)
    assert not re.search(r"\b(token|OTP|PKCE|JWT|nonce|session|invalid|hook|factor)\b", sentence, re.IGNORECASE)
    assert WAY_ON.search(sentence), sentence


def test_no_sentence_of_the_services_is_shown() -> None:
    """An error's own message is only ever one that our sign-up hook wrote, or is taken apart."""
    source = (SCRIPTS / "auth-words.js").read_text()
    rules = (ROOT / "shared" / "accounts" / "rules.py").read_text()
    hook = re.search(r"HOOK_SENTENCES = \[(.+)\];", source)
    assert hook
    assert re.findall(r'"([^"]+)"', hook[1]) == re.findall(r'return "([A-Z][^"]+)"', rules)
    assert source.count("return error.message") == 1
    for script in SCRIPTS.glob("*.js"):
        assert not re.search(r"""get\(["'](?:message|error_description|error|msg)["']\)""", script.read_text()), (
            script.name
        )
