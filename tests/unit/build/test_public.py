"""What the pages are told and where they may reach: with a captcha and terms, and without."""

import json

import pytest

from netlify.public import HCAPTCHA, TURNSTILE, Public, Widget, config_json, content_security_policy, widget_of

PLAIN = Public("https://abc.supabase.co", "sb_publishable_1", ("https://media.example",))
TURNSTILE_KEY = "0x4AAAAAAADnPIDROrmt1Wwj"
HCAPTCHA_KEY = "10000000-ffff-ffff-ffff-000000000001"


def directives(public: Public) -> dict[str, list[str]]:
    """Return the policy by directive."""
    return {name: sources for name, *sources in map(str.split, content_security_policy(public).split("; "))}


def test_what_is_off_is_not_there() -> None:
    """Without a captcha and terms the pages know two addresses and reach nobody else."""
    assert json.loads(config_json(PLAIN)).keys() == {"supabase_url", "supabase_publishable_key"}
    policy = directives(PLAIN)
    assert "frame-src" not in policy
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'", "https://abc.supabase.co", "https://media.example"]


@pytest.mark.parametrize(("key", "widget"), [(TURNSTILE_KEY, TURNSTILE), (HCAPTCHA_KEY, HCAPTCHA)])
def test_a_captcha_opens_the_policy_for_its_vendor_alone(key: str, widget: Widget) -> None:
    """The key's form says whose it is; the pages learn both, and may load and frame that vendor's widget."""
    public = PLAIN._replace(captcha_site_key=key, terms_version="2026-11")
    told = json.loads(config_json(public))
    assert (told["captcha_site_key"], told["captcha_vendor"], told["terms_version"]) == (key, widget.vendor, "2026-11")
    policy = directives(public)
    assert policy["script-src"] == ["'self'", *widget.sources]
    assert policy["frame-src"] == list(widget.sources)
    assert policy["default-src"] == policy["base-uri"] == ["'none'"]


@pytest.mark.parametrize("key", ["x", "0x", "https://evil.example", "0x4AAA; script-src *", HCAPTCHA_KEY + "x"])
def test_a_key_of_nobody_is_refused(key: str) -> None:
    """What is no site key of either vendor names the setting, and never reaches the policy."""
    with pytest.raises(ValueError, match="CAPTCHA_SITE_KEY"):
        widget_of(key)
