"""What the pages may know (`/config.json`), where they may reach (`_headers`), which addresses there are."""

import json
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit


class Public(NamedTuple):
    """The public half of the configuration; addresses without a slash at their end."""

    supabase_url: str
    supabase_publishable_key: str
    media_origins: tuple[str, ...] = ()
    terms_version: str = ""
    captcha_site_key: str = ""


class Widget(NamedTuple):
    """Whose captcha a site key belongs to, and what its widget loads, frames and asks (the vendors' pages on CSP)."""

    vendor: str
    sources: tuple[str, ...]
    styles: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()


TURNSTILE = Widget("turnstile", ("https://challenges.cloudflare.com",))
_HCAPTCHA = ("https://hcaptcha.com", "https://*.hcaptcha.com")
HCAPTCHA = Widget("hcaptcha", _HCAPTCHA, styles=_HCAPTCHA, reached=_HCAPTCHA)
NO_WIDGET = Widget("", ())
_TURNSTILE_KEY = re.compile(r"[0-9]x[0-9A-Za-z_-]{10,60}")
_HCAPTCHA_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def widget_of(site_key: str) -> Widget:
    """Return whose captcha `site_key` is for, which its form tells; ValueError for a key of neither vendor."""
    if not site_key:
        return NO_WIDGET
    if _TURNSTILE_KEY.fullmatch(site_key):
        return TURNSTILE
    if _HCAPTCHA_KEY.fullmatch(site_key):
        return HCAPTCHA
    raise ValueError("CAPTCHA_SITE_KEY is neither a Turnstile site key (0x…) nor an hCaptcha one (a UUID).")


def config_json(public: Public) -> str:
    """Return the body of /config.json; what is switched off is not in it."""
    values = {"supabase_url": public.supabase_url, "supabase_publishable_key": public.supabase_publishable_key}
    optional = {
        "terms_version": public.terms_version,
        "captcha_site_key": public.captcha_site_key,
        "captcha_vendor": widget_of(public.captcha_site_key).vendor,
    }
    return json.dumps(values | {name: value for name, value in optional.items() if value}, indent=1) + "\n"


def headers_file(public: Public) -> str:
    """Return Netlify's `_headers`: the policy lets pages reach the site, Supabase, media, the captcha, no more."""
    return f"/*\n  Content-Security-Policy: {content_security_policy(public)}\n"


def content_security_policy(public: Public) -> str:
    """Return the policy: no inline script or style, no frame around us, no plug-in, no foreign form."""
    widget = widget_of(public.captcha_site_key)
    reachable = _listed(["'self'", origin_of(public.supabase_url), *public.media_origins, *widget.reached])
    media = _listed(["'self'", *public.media_origins])
    scripts, styles = _listed(["'self'", *widget.sources]), _listed(["'self'", *widget.styles])
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            *([f"frame-src {_listed(widget.sources)}"] if widget.sources else []),
            "font-src 'self'",
            "manifest-src 'self'",
            f"img-src {media} data:",
            f"media-src {media}",
            f"connect-src {reachable}",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def redirects_file(folders: Iterable[str]) -> str:
    """Return Netlify's `_redirects`: the addresses of lesson and quiz of each module, by its folder `NN-slug`."""
    slugs = [folder.partition("-")[2] for folder in folders]
    return "".join(f"/{page}/{slug}  /{page}.html  200\n" for slug in slugs for page in ("learn", "quiz"))


def origin_of(url: str) -> str:
    """Return scheme, host and port of `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _listed(sources: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(sources))
