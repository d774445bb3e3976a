"""One walk from outside, as a stranger: the landing page, the modules, a free lesson, Auth's keys, the certificate."""

import json
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

from shared.alerts.catalog import DAY
from shared.alerts.records import Walk
from shared.deadline import within

EACH_SECONDS = 6.0
LARGEST_BYTES = 4 * 1024 * 1024
FUNCTIONS = "/.netlify/functions"


class NotThere(Exception):
    """What was asked for is not there; the message is a sentence for the operator."""


def take_walk(site: str, issuer: str, *, has_legacy_secret: bool) -> Walk:
    """Return what a stranger meets at `site`, and at the sign-in's `issuer`; it takes as long as its slowest part."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        landing = pool.submit(_fault, lambda: _landing(site))
        lesson = pool.submit(_fault, lambda: _lesson(site))
        keys = pool.submit(_fault, lambda: _keys(issuer, may_be_none=has_legacy_secret))
        days = pool.submit(_certificate_days, site)
        return Walk(landing.result(), lesson.result(), keys.result(), days.result())


def _fault(step: Callable[[], None]) -> str:
    """Return what is wrong, in a sentence without an address; empty where nothing is."""
    try:
        step()
    except NotThere as fault:
        return str(fault)
    return ""


def _landing(site: str) -> None:
    if b"<html" not in _get(f"{site}/", "the landing page"):
        raise NotThere("the landing page is no page")


def _lesson(site: str) -> None:
    """The first free module's lesson, as the list of modules names it."""
    modules: list[dict[str, Any]] = _json(f"{site}{FUNCTIONS}/list-modules", "list-modules").get("modules") or []
    free = [module["slug"] for module in modules if module.get("is_preview")]
    if not free:
        raise NotThere("list-modules names no free lesson")
    if not _json(f"{site}{FUNCTIONS}/get-module/{quote(free[0])}", "a free lesson").get("blocks"):
        raise NotThere("a free lesson is empty")


def _keys(issuer: str, *, may_be_none: bool) -> None:
    keys = _json(f"{issuer}/.well-known/jwks.json", "the sign-in's keys").get("keys")
    if not keys and not may_be_none:
        raise NotThere("the sign-in publishes no key")


def _json(url: str, what: str) -> dict[str, Any]:
    try:
        document = json.loads(_get(url, what))
    except ValueError:
        raise NotThere(f"{what} is no JSON") from None
    if not isinstance(document, dict):
        raise NotThere(f"{what} is not what it was")
    return document  # pyright: ignore[reportUnknownVariableType] (what is in it is looked at where it is used)


def _get(url: str, what: str) -> bytes:
    try:
        return within(EACH_SECONDS, lambda: _download(url))
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise NotThere(f"{what} answers {refusal.code}") from None
    except TimeoutError:
        raise NotThere(f"{what} does not answer within {EACH_SECONDS:g} s") from None
    except (OSError, HTTPException, ValueError) as failure:
        raise NotThere(f"{what} cannot be reached ({type(failure).__name__})") from None


def _download(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"user-agent": "primary-care-financial-masterclass watch"})  # noqa: S310 (our own setting)
    with urllib.request.urlopen(request, timeout=EACH_SECONDS) as answer:  # noqa: S310
        return answer.read(LARGEST_BYTES)


def _certificate_days(site: str) -> float | None:
    """How many days the site's certificate is good for; None where none can be had."""
    parts = urlsplit(site)
    if parts.scheme != "https" or not parts.hostname:
        return None
    try:
        address = (parts.hostname, parts.port or 443)
        with (
            socket.create_connection(address, EACH_SECONDS) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname) as secured,
        ):
            certificate = secured.getpeercert() or {}
        return (ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()) / DAY
    except ssl.SSLCertVerificationError:
        return 0.0
    except (OSError, KeyError, ValueError):
        return None
