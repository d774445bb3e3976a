"""Answers that may be kept: by Netlify's CDN for everyone, or by one reader's own browser."""

import hashlib

from shared.web import Response, json_response

CDN_SECONDS = 60
STALE_SECONDS = 24 * 3600


def cached_by_cdn(body: str, *, tag: str) -> Response:
    """Answer JSON that is the same for everyone; the CDN keeps it a minute and may serve it stale meanwhile.

    The query is no part of the cache's key but for `v`, so that made-up parameters do not reach the function.
    (docs.netlify.com, "Caching overview": Netlify-CDN-Cache-Control, Netlify-Vary, Netlify-Cache-Tag.)
    """
    headers = {
        "cache-control": "public, max-age=0, must-revalidate",
        "netlify-cdn-cache-control": f"public, durable, max-age={CDN_SECONDS}, stale-while-revalidate={STALE_SECONDS}",
        "netlify-vary": "query=v",
        "netlify-cache-tag": tag,
    }
    return _tagged(body, headers)


def kept_by_reader(body: str) -> Response:
    """Answer JSON that is one reader's own: their browser keeps it and asks each time whether it still holds."""
    return _tagged(body, {"cache-control": "private, no-cache", "vary": "authorization"})


def _tagged(body: str, headers: dict[str, str]) -> Response:
    payload = body.encode()
    digest = hashlib.blake2b(payload, digest_size=12).hexdigest()
    return json_response(payload, headers={**headers, "etag": f'"{digest}"'})
