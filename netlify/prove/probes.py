"""One request for each function, made to its artefact, and the status that shows that it works."""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from netlify.prove.platform import Platform, bearer
from netlify.standins.stripe.worker import sign
from netlify.standins.supabase_auth.hooks import signatures


class Probe(NamedTuple):
    """A request below `/.netlify/functions/<name>`, and the status of its right answer."""

    method: str = "GET"
    path: str = ""
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    status: int = 200


Asked = Callable[[Platform], Probe]


def probe(name: str, platform: Platform, *, scheduled: bool) -> Probe:
    """Return the probe of function `name`; one without its own here is asked for what anyone may see."""
    if name in PROBES:
        return PROBES[name](platform)
    if scheduled:
        return _json(platform, "POST", "", {"next_run": "2030-01-01T00:00:00Z"})
    return Probe(headers=bearer(platform.full))


def _module(platform: Platform) -> str:
    return platform.get("/list-modules")["modules"][0]["slug"]


def _by_module(platform: Platform) -> Probe:
    return Probe(path=f"/{_module(platform)}", headers=bearer(platform.full))


def _case(platform: Platform) -> Probe:
    return Probe(path=f"?module={_module(platform)}", headers=bearer(platform.full))


def _checkout(platform: Platform) -> Probe:
    return Probe("POST", headers=bearer(platform.free), status=201)


def _media(platform: Platform) -> Probe:
    unknown = Probe(path=f"/{uuid.uuid4()}", headers=bearer(platform.full), status=404)
    html = json.dumps(platform.get(f"/get-module/{_module(platform)}"))
    _, found, rest = html.partition("/.netlify/functions/media/")
    return Probe(path=f"/{rest[:36]}", headers=bearer(platform.full), status=302) if found else unknown


def _owner(platform: Platform) -> Probe:
    """A member who owns nothing is told that nothing is there: routing, sign-in and the database's answer."""
    return Probe(path="/report", headers=bearer(platform.full), status=404)


def _study(_platform: Platform) -> Probe:
    return Probe(path="/pages")


def _submit_quiz(platform: Platform) -> Probe:
    slug = _module(platform)
    asked = platform.get(f"/get-quiz/{slug}")["questions"][0]
    chosen = [option["id"] for option in asked["options"][:1]] or ["1"]
    answers = [{"question_id": asked["id"], "chosen": chosen}]
    return _json(platform, "POST", "", {"module": slug, "attempt_id": str(uuid.uuid4()), "answers": answers})


def _ask_ai(platform: Platform) -> Probe:
    asked = _json(platform, "POST", "", {"module": _module(platform), "question": "What is paid first?"})
    return asked._replace(headers={**asked.headers, "accept": "text/event-stream"})


def _signup_hook(platform: Platform) -> Probe:
    user = {"id": str(uuid.uuid4()), "email": "new@example.com", "user_metadata": {"name": "New Person"}}
    metadata = {
        "uuid": str(uuid.uuid4()),
        "time": "2030-01-01T00:00:00Z",
        "name": "before-user-created",
        "ip_address": "192.0.2.1",
    }
    body, stamp = json.dumps({"metadata": metadata, "user": user}).encode(), int(time.time())
    signature = signatures(platform.settings["SIGNUP_HOOK_SECRET"], "msg_proof", stamp, body)
    headers = {
        "webhook-id": "msg_proof",
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature,
        "content-type": "application/json",
    }
    return Probe("POST", headers=headers, body=body)


def _stripe_webhook(platform: Platform) -> Probe:
    event = {
        "id": f"evt_{uuid.uuid4().hex}",
        "object": "event",
        "type": "charge.updated",
        "livemode": False,
        "created": int(time.time()),
        "api_version": "2026-01-01",
        "data": {"object": {"object": "charge"}},
    }
    body = json.dumps(event).encode()
    signature = sign(body, platform.settings["STRIPE_WEBHOOK_SECRET"], int(time.time()))
    return Probe("POST", headers={"stripe-signature": signature, "content-type": "application/json"}, body=body)


def _json(platform: Platform, method: str, path: str, body: Any) -> Probe:
    headers = {**bearer(platform.full), "content-type": "application/json"}
    return Probe(method, path, headers, json.dumps(body).encode())


def _anyone(_: Platform) -> Probe:
    return Probe()


def _stranger(_: Platform) -> Probe:
    """A run token that nobody issued: refused as if there were nothing here."""
    return Probe("POST", body=b"{}", headers={"content-type": "application/json"}, status=404)


PROBES: Mapping[str, Asked] = {
    "answer-case": _case,
    "ask-ai": _ask_ai,
    "backup-background": _stranger,
    "checkout": _checkout,
    "get-module": _by_module,
    "get-quiz": _by_module,
    "health": _anyone,
    "list-modules": _anyone,
    "media": _media,
    "quiz-attempts": _by_module,
    "signup-hook": _signup_hook,
    "stripe-webhook": _stripe_webhook,
    "owner": _owner,
    "study": _study,
    "submit-quiz": _submit_quiz,
}
