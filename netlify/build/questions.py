"""One question for each function, asked of its artefact, and the answer that shows that it works."""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from netlify.build.world import World, bearer
from netlify.local.auth_api.hooks import signatures
from netlify.local.stripe_api.worker import sign


class Question(NamedTuple):
    """A request below `/.netlify/functions/<name>`, and the status of its right answer."""

    method: str = "GET"
    path: str = ""
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    status: int = 200


Asked = Callable[[World], Question]


def question(name: str, world: World, *, scheduled: bool) -> Question:
    """Return the question for function `name`; one without its own here is asked for what anyone may see."""
    if name in QUESTIONS:
        return QUESTIONS[name](world)
    if scheduled:
        return _json(world, "POST", "", {"next_run": "2030-01-01T00:00:00Z"})
    return Question(headers=bearer(world.full))


def _module(world: World) -> str:
    return world.get("/list-modules")["modules"][0]["slug"]


def _by_module(world: World) -> Question:
    return Question(path=f"/{_module(world)}", headers=bearer(world.full))


def _case(world: World) -> Question:
    return Question(path=f"?module={_module(world)}", headers=bearer(world.full))


def _checkout(world: World) -> Question:
    return Question("POST", headers=bearer(world.free), status=201)


def _media(world: World) -> Question:
    unknown = Question(path=f"/{uuid.uuid4()}", headers=bearer(world.full), status=404)
    html = json.dumps(world.get(f"/get-module/{_module(world)}"))
    _, found, rest = html.partition("/.netlify/functions/media/")
    return Question(path=f"/{rest[:36]}", headers=bearer(world.full), status=302) if found else unknown


def _submit_quiz(world: World) -> Question:
    slug = _module(world)
    asked = world.get(f"/get-quiz/{slug}")["questions"][0]
    chosen = [option["id"] for option in asked["options"][:1]] or ["1"]
    answers = [{"question_id": asked["id"], "chosen": chosen}]
    return _json(world, "POST", "", {"module": slug, "attempt_id": str(uuid.uuid4()), "answers": answers})


def _ask_ai(world: World) -> Question:
    asked = _json(world, "POST", "", {"module": _module(world), "question": "What is paid first?"})
    return asked._replace(headers={**asked.headers, "accept": "text/event-stream"})


def _signup_hook(world: World) -> Question:
    user = {"id": str(uuid.uuid4()), "email": "new@example.com", "user_metadata": {"name": "New Person"}}
    metadata = {"uuid": str(uuid.uuid4()), "time": "2030-01-01T00:00:00Z", "name": "before-user-created",
                "ip_address": "192.0.2.1"}  # fmt: skip
    body, stamp = json.dumps({"metadata": metadata, "user": user}).encode(), int(time.time())
    signature = signatures(world.settings["SIGNUP_HOOK_SECRET"], "msg_proof", stamp, body)
    headers = {"webhook-id": "msg_proof", "webhook-timestamp": str(stamp), "webhook-signature": signature,
               "content-type": "application/json"}  # fmt: skip
    return Question("POST", headers=headers, body=body)


def _stripe_webhook(world: World) -> Question:
    event = {"id": f"evt_{uuid.uuid4().hex}", "object": "event", "type": "charge.updated", "livemode": False,
             "created": int(time.time()), "api_version": "2026-01-01",
             "data": {"object": {"object": "charge"}}}  # fmt: skip
    body = json.dumps(event).encode()
    signature = sign(body, world.settings["STRIPE_WEBHOOK_SECRET"], int(time.time()))
    return Question("POST", headers={"stripe-signature": signature, "content-type": "application/json"}, body=body)


def _json(world: World, method: str, path: str, body: Any) -> Question:
    headers = {**bearer(world.full), "content-type": "application/json"}
    return Question(method, path, headers, json.dumps(body).encode())


def _anyone(_: World) -> Question:
    return Question()


def _stranger(_: World) -> Question:
    """A run token that nobody issued: refused as if there were nothing here."""
    return Question("POST", body=b"{}", headers={"content-type": "application/json"}, status=404)


QUESTIONS: Mapping[str, Asked] = {
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
    "submit-quiz": _submit_quiz,
}
