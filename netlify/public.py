"""What the pages may know (`/config.json`), where they may reach (`_headers`), which addresses there are."""

import json
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit


class Public(NamedTuple):
    """The public half of the configuration; addresses without a slash at their end."""

    supabase_url: str
    supabase_publishable_key: str
    media_origins: tuple[str, ...] = ()


def config_json(public: Public) -> str:
    """Return the body of /config.json."""
    values = {"supabase_url": public.supabase_url, "supabase_publishable_key": public.supabase_publishable_key}
    return json.dumps(values, indent=1) + "\n"


def headers_file(public: Public) -> str:
    """Return Netlify's `_headers`: the policy lets pages reach the site, Supabase and the media, nothing else."""
    return f"/*\n  Content-Security-Policy: {content_security_policy(public)}\n"


def content_security_policy(public: Public) -> str:
    """Return the policy: no inline script or style, no frame around us, no plug-in, no foreign form."""
    reachable = _listed(["'self'", origin_of(public.supabase_url), *public.media_origins])
    media = _listed(["'self'", *public.media_origins])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
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
