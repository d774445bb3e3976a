"""Where a link may lead: the site itself and what the project allows, never anywhere else."""

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from netlify.standins.supabase_auth.records import Json
from netlify.standins.supabase_auth.settings import AuthSettings

# What a browser reads differently from a parser (backslash, blanks, controls) has no place in an address.
SAFE = re.compile(r"[!-\[\]-~]+")
HOST_NAME = re.compile(r"[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?")
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
GLOB = re.compile(r"\*\*|\*|\?|[^*?]+")


def allowed_redirect(settings: AuthSettings, wanted: str, referrer: str = "") -> str:
    """Return where to lead: what was asked for, else the page it came from, else the site, as far as allowed."""
    return next((url for url in (wanted, referrer) if is_allowed(settings, url)), settings.home)


def is_allowed(settings: AuthSettings, url: str) -> bool:
    """Return whether `url` is the site (any port of this machine) or matches the project's list."""
    parts = _split(url)
    if parts is None:
        return False
    host, home = parts.hostname or "", urlsplit(settings.home)
    if (parts.scheme, host) == (home.scheme, home.hostname) and (parts.port == home.port or host in LOCAL_HOSTS):
        return True
    if host.isdigit():
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        if parts.scheme in ("http", "https") and not HOST_NAME.fullmatch(host):
            return False
    return any(_matches(glob, url.partition("#")[0]) for glob in settings.redirect_allow_list)


def with_query(url: str, **more: str) -> str:
    """Return `url` with these parameters set in its query."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | more
    return urlunsplit(parts._replace(query=urlencode(query)))


def with_fragment(url: str, values: Json) -> str:
    """Return `url` with `values` as its fragment, after one it has already, marked as Supabase Auth's (an empty sb)."""
    return f"{url}#{urlencode(sorted((values | {'sb': ''}).items()))}"


def _split(url: str) -> SplitResult | None:
    if not SAFE.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _matches(glob: str, url: str) -> bool:
    special = {"**": ".*", "*": "[^./]*", "?": "[^./]"}
    return re.fullmatch("".join(special.get(part) or re.escape(part) for part in GLOB.findall(glob)), url) is not None
