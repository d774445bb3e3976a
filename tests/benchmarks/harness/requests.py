"""A first request for each function there is: one that does the function's usual work."""

import base64
import hmac
import json
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from netlify.standins.stripe.worker import sign
from tests.benchmarks.harness.world import HOOK_KEY, World
from tests.support.events import event
from tests.support.stripe_stand_in import SECRET

Event = Mapping[str, Any]


def request_for(name: str, world: World) -> Event:
    """Return an event for function `name`: its own below, or else a GET by a member with full access."""
    made = REQUESTS.get(name)
    return made(world) if made else _get(f"/{name}")(world)


def _get(url: str, *, signed_in: bool = True) -> Callable[[World], Event]:
    return lambda world: event("GET", url, headers=_bearer(world.member.token) if signed_in else {})


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def _post(url: str, body: object, headers: Mapping[str, str]) -> Event:
    return event("POST", url, headers={"content-type": "application/json", **headers}, body=json.dumps(body).encode())


def _submit_quiz(world: World) -> Event:
    question, module = world.one(
        "select array[q.id::text, m.slug] from masterclass.quiz_questions as q"
        "  join masterclass.content_modules as m on m.id = q.module_id where q.kind = 'single' limit 1"
    )
    answer = {"question_id": question, "chosen": ["a"]}
    body = {"module": module, "attempt_id": str(uuid.uuid4()), "answers": [answer]}
    return _post("/submit-quiz", body, _bearer(world.member.token))


def _answer_case(world: World) -> Event:
    case, module = world.one(
        "select array[c.key, m.slug] from masterclass.case_reviews as c"
        "  join masterclass.content_modules as m on m.id = c.module_id limit 1"
    )
    body = {"module": module, "case_id": case, "answer": "A buffer first."}
    return _post("/answer-case", body, _bearer(world.member.token))


def _ask_ai(world: World) -> Event:
    module = world.one("select slug from masterclass.content_modules where order_index = 1")
    body = {"module": module, "question": "What is a saving rate, and why does it matter?"}
    return _post("/ask-ai", body, {**_bearer(world.member.token), "accept": "text/event-stream"})


def _checkout(world: World) -> Event:
    return _post("/checkout", {}, _bearer(world.buyer.token))


def _stripe_webhook(_: World) -> Event:
    intent = {"id": "pi_1", "object": "payment_intent", "status": "succeeded"}
    body = json.dumps(
        {
            "id": f"evt_{uuid.uuid4().hex}",
            "object": "event",
            "type": "payment_intent.created",
            "created": int(time.time()),
            "livemode": False,
            "data": {"object": intent},
        }
    ).encode()
    return event(
        "POST", "/stripe-webhook", headers={"stripe-signature": sign(body, SECRET, int(time.time()))}, body=body
    )


def _signup_hook(_: World) -> Event:
    user: dict[str, object] = {
        "id": str(uuid.uuid4()),
        "email": "ann@example.com",
        "user_metadata": {},
        "app_metadata": {},
    }
    metadata = {"uuid": str(uuid.uuid4()), "name": "before-user-created", "ip_address": "127.0.0.1"}
    body, stamp = json.dumps({"metadata": metadata, "user": user}).encode(), str(int(time.time()))
    digest = hmac.digest(HOOK_KEY, f"msg.{stamp}.".encode() + body, "sha256")
    headers = {
        "webhook-id": "msg",
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }
    return event("POST", "/signup-hook", headers=headers, body=body)


def _first(path: str, query: str) -> Callable[[World], Event]:
    return lambda world: _get(path.format(world.one(query)))(world)


REQUESTS: dict[str, Callable[[World], Event]] = {
    "answer-case": _answer_case,
    "ask-ai": _ask_ai,
    "checkout": _checkout,
    "get-module": _first("/get-module/{}", "select slug from masterclass.content_modules where order_index = 3"),
    "get-quiz": _first("/get-quiz/{}", "select slug from masterclass.content_modules where order_index = 1"),
    "health": _get("/health", signed_in=False),
    "list-modules": _get("/list-modules", signed_in=False),
    "media": _first("/media/{}", "select id from masterclass.media limit 1"),
    "quiz-attempts": _first("/quiz-attempts/{}", "select slug from masterclass.content_modules where order_index = 1"),
    "reconcile-payments": lambda _: event("POST", "/reconcile-payments"),
    "signup-hook": _signup_hook,
    "stripe-webhook": _stripe_webhook,
    "submit-quiz": _submit_quiz,
}
