"""What a site of ours promises to whoever asks: each check is one promise, its docstring says which."""

import json
import re
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from netlify.smoke.site import FUNCTIONS, PATIENCE_SECONDS, Answer, Site, ask, connected, require

ENTRIES = Path(__file__).parents[1] / "functions"
LEAST_HSTS_SECONDS = 31_536_000
LEAST_CERTIFICATE_DAYS = 7
DAY_SECONDS = 86_400


def public(site: Site) -> None:
    """Visitors need no account of Netlify's."""
    found = site.get("/")
    leads = found.headers.get("location", "")
    login = found.status == 401 or "app.netlify.com" in leads or b"app.netlify.com/" in found.body
    require(
        not login,
        f"{found.status}, Netlify's own login page: the project is private, and no webhook or hook gets through."
        " Project configuration → General → Visibility → Make public (docs/deploy.md, part 6)",
    )


def page(site: Site) -> None:
    """The landing page is HTML and complete."""
    found = site.get("/")
    require(found.status == 200 and found.headers.get("content-type", "").startswith("text/html"), found.status)
    require(b"</html>" in found.body, "HTML that does not end")


def clean_address(site: Site) -> None:
    """One page serves every module."""
    found = site.get(f"/learn/{site.module(preview=True)}")
    require(found.status == 200 and b"</html>" in found.body, found.status)


def unknown_page(site: Site) -> None:
    """An unknown page is 404 and HTML."""
    found = site.get("/no-such-page-as-this")
    require(found.status == 404 and b"</html>" in found.body, found.status)


def page_headers(site: Site) -> None:
    """The pages carry the policy and its companions."""
    headers = site.get("/").headers
    policy = headers.get("content-security-policy", "")
    require("default-src 'none'" in policy and "script-src 'self'" in policy, f"policy {policy or 'missing'!r}")
    require("unsafe" not in policy, policy)
    require(headers.get("x-content-type-options") == "nosniff", "x-content-type-options missing")
    require("referrer-policy" in headers, "referrer-policy missing")


def configuration(site: Site) -> None:
    """config.json holds the public values and nothing else, and the policy lets the pages reach Supabase."""
    config = site.get("/config.json").json
    needed, optional = (
        {"supabase_url", "supabase_publishable_key"},
        {"terms_version", "captcha_site_key", "captcha_vendor"},
    )
    require(needed <= set(config) <= needed | optional, sorted(config))
    parts = urlsplit(str(config["supabase_url"]))
    policy = site.get("/").headers.get("content-security-policy", "")
    require(f"{parts.scheme}://{parts.netloc}" in policy or config["supabase_url"] == site.url, policy)


def signing_keys(site: Site) -> None:
    """Supabase Auth signs with an ES256 key."""
    url = site.get("/config.json").json["supabase_url"].rstrip("/") + "/auth/v1/.well-known/jwks.json"
    keys = ask(url).json["keys"]
    require(
        any(key.get("alg") == "ES256" for key in keys), f"no ES256 key at {url}: {[key.get('alg') for key in keys]}"
    )


def catalogue(site: Site) -> None:
    """The catalogue is there, and a caller who holds it is told so without a body."""
    found = site.get(FUNCTIONS + "list-modules")
    require(found.status == 200 and found.json["modules"], f"{found.status} {found.body[:60]!r}")
    etag = found.headers.get("etag", "")
    require(etag, "no ETag")
    again = site.ask(FUNCTIONS + "list-modules", if_none_match=etag)
    require((again.status, again.body) == (304, b""), f"If-None-Match: {again.status}")


def preview(site: Site) -> None:
    """A preview module is for everyone."""
    found = site.ask(f"{FUNCTIONS}get-module/{site.module(preview=True)}")
    require(found.status == 200 and found.json["blocks"], found.status)


def wall(site: Site) -> None:
    """A module of full access is for nobody without a sign-in."""
    found = site.ask(f"{FUNCTIONS}get-module/{site.module(preview=False)}")
    _require_problem(found, 401)
    require(found.headers.get("www-authenticate", "").startswith("Bearer"), "no WWW-Authenticate")


def unknown_module(site: Site) -> None:
    """An unknown module is a problem of its own."""
    _require_problem(site.ask(FUNCTIONS + "get-module/no-such-module-as-this"), 404)


def sign_in(site: Site) -> None:
    """A member's endpoint refuses nobody and a forged token alike."""
    _require_problem(site.ask(FUNCTIONS + "progress"), 401)
    _require_problem(site.ask(FUNCTIONS + "progress", authorization="Bearer e30.e30.e30"), 401)


def webhook(site: Site) -> None:
    """Nothing but Stripe tells of payments."""
    _require_problem(site.ask(FUNCTIONS + "stripe-webhook", "POST", b'{"id":"evt_1","type":"made.up"}'), 400)


def hook(site: Site) -> None:
    """Nothing but Supabase Auth asks who may sign up."""
    found = site.ask(FUNCTIONS + "signup-hook", "POST", b"{}")
    require(400 <= found.status < 500, found.status)


def wrong_method(site: Site) -> None:
    """A method that an address does not know is refused with those it knows."""
    found = site.ask(FUNCTIONS + "stripe-webhook")
    _require_problem(found, 405)
    require("POST" in found.headers.get("allow", ""), "no Allow")


def scheduled(site: Site) -> None:
    """No scheduled job can be started from outside."""
    entries = [file.stem for file in sorted(ENTRIES.glob("*.mjs")) if re.search(r"\bschedule\b\s*:", file.read_text())]
    require(entries, "no entry has a schedule")
    reached = [name for name in entries if site.ask(FUNCTIONS + name, "POST", b"{}").status < 400]
    require(not reached, f"reachable: {', '.join(reached)}")


def health(site: Site) -> None:
    """The functions are alive; what they say of the inside needs its token."""
    found = site.ask(FUNCTIONS + "health")
    require((found.status, found.json.get("status")) == (200, "ok"), found.status)
    inside = site.ask(FUNCTIONS + "health/ready")
    require(400 <= inside.status < 500, f"health/ready without a token: {inside.status}")


def function_headers(site: Site) -> None:
    """Every function's answer can be traced and is not guessed about."""
    headers = site.ask(FUNCTIONS + "health").headers
    missing = {"x-request-id", "cache-control", "x-content-type-options", "content-security-policy"} - set(headers)
    require(not missing, f"missing: {', '.join(sorted(missing))}")


def tls(site: Site) -> None:
    """Plain HTTP leads to TLS, which browsers are told to keep to, with a certificate that lasts."""
    host = urlsplit(site.url).hostname or ""
    plain = ask(f"http://{host}/")
    require(plain.status in {301, 308} and plain.headers.get("location", "").startswith("https://"), plain.status)
    header = site.get("/").headers.get("strict-transport-security", "")
    age = re.search(r"max-age=(\d+)", header)
    require(age and int(age[1]) >= LEAST_HSTS_SECONDS, f"Strict-Transport-Security {header or 'missing'!r}")
    with (
        socket.create_connection((host, urlsplit(site.url).port or 443), PATIENCE_SECONDS) as raw,
        ssl.create_default_context().wrap_socket(raw, server_hostname=host) as wrapped,
    ):
        ends = str((wrapped.getpeercert() or {}).get("notAfter", ""))
    days = (ssl.cert_time_to_seconds(ends) - time.time()) / DAY_SECONDS
    require(days > LEAST_CERTIFICATE_DAYS, f"the certificate ends in {days:.0f} days")


def streaming(site: Site) -> None:
    """The tutor's first words arrive while the rest is made."""
    body = json.dumps({"module": site.module(preview=True), "question": "What is this module about?"}).encode()
    headers = {
        "accept": "text/event-stream",
        "content-type": "application/json",
        "authorization": f"Bearer {site.token}",
    }
    connection, path = connected(f"{site.url}{FUNCTIONS}ask-ai")
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        require(response.status == 200, response.status)
        first, came = response.readline(), time.perf_counter()
        rest = response.read()
        require(first.startswith(b"event: start"), first)
        require(b"event: done" in rest, "no end of the answer")
        require(time.perf_counter() - came > 0.01, "everything came at once")
    finally:
        connection.close()


def _require_problem(found: Answer, status: int) -> None:
    """The answer is `status` as application/problem+json with a type of ours."""
    require(found.status == status, f"{found.status}, not {status}")
    require(found.headers.get("content-type", "").startswith("application/problem+json"), "no problem+json")
    require(found.json["type"].startswith("/problems/"), found.json)


PROMISES: tuple[Callable[[Site], None], ...] = (
    public,
    page,
    clean_address,
    unknown_page,
    page_headers,
    configuration,
    signing_keys,
    catalogue,
    preview,
    wall,
    unknown_module,
    sign_in,
    webhook,
    hook,
    wrong_method,
    scheduled,
    health,
    function_headers,
)


def promises(site: Site) -> list[tuple[str, Callable[[Site], None]]]:
    """Return every check with its promise, its docstring; TLS for https, streaming where there is a token."""
    checks = [*PROMISES, *([tls] if site.secure else []), *([streaming] if site.token else [])]
    return [((check.__doc__ or "").strip().rstrip("."), check) for check in checks]
