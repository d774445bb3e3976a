"""Stripe's keys: one that does not belong where this runs refuses to start."""

from collections.abc import Generator

import pytest

from netlify.local.settings import SettingInvalid, documented, read_settings
from shared import settings
from shared.environment import SettingMissing

# Put together here, so that no file holds anything that looks like a key.
LIVE, RESTRICTED_LIVE, TEST = "sk_" + "live_x", "rk_" + "live_x", "sk_" + "test_x"


@pytest.fixture(autouse=True)
def nothing_else_set(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Only what a test sets is set."""
    for name in ("CONTEXT", *documented()):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STRIPE_PRICE_ID", "price_x")
    settings.forget()
    yield
    settings.forget()


@pytest.mark.parametrize(
    ("key", "context", "base", "words"),
    [
        (LIVE, "", "", "is not production"),
        (LIVE, "deploy-preview", "", "is not production"),
        (RESTRICTED_LIVE, "dev", "", "is not production"),
        (LIVE, "production", "http://localhost:8888/.local/stripe", "STRIPE_API_BASE must not be set"),
        ("pk_" + "test_x", "", "", "no secret or restricted key"),
        ("whsec_x", "", "", "no secret or restricted key"),
    ],
)
def test_wrong_context_keys_refuse(
    monkeypatch: pytest.MonkeyPatch, key: str, context: str, base: str, words: str
) -> None:
    """A live key outside production, one beside a stand-in, or no secret key at all is refused by name."""
    monkeypatch.setenv("STRIPE_SECRET_KEY", key)
    monkeypatch.setenv("CONTEXT", context)
    monkeypatch.setenv("STRIPE_API_BASE", base)
    with pytest.raises(SettingMissing, match=words) as refused:
        settings.payments()
    assert key not in str(refused.value)


@pytest.mark.parametrize(("key", "context", "live"), [(TEST, "", False), (LIVE, "production", True)])
def test_right_context_keys_are_taken(monkeypatch: pytest.MonkeyPatch, key: str, context: str, *, live: bool) -> None:
    """A test key works everywhere, a live one in production."""
    monkeypatch.setenv("STRIPE_SECRET_KEY", key)
    monkeypatch.setenv("CONTEXT", context)
    assert settings.payments().live == live


def test_the_local_platform_refuses_a_live_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make run` does not start with a live key, before anything else is touched."""
    monkeypatch.setenv("STRIPE_SECRET_KEY", LIVE)
    with pytest.raises(SettingInvalid, match="live key"):
        read_settings()
