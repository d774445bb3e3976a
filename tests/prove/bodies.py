"""Hostile bodies, validly signed in or signed so that they reach the parser, on every route that takes a body."""

import base64
import copy
import hmac
import json
import random
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from shared.operations.jobs import JOBS
from tests.integration.access.cast import Cast
from tests.prove.proof import Outcome, Proof
from tests.prove.world import HOOK_SECRET, STRIPE_SECRET, World, whole_world
from tests.support import functions
from tests.support.events import call
from tests.support.members import Member

NONE = "00000000-0000-4000-8000-000000000000"

# A valid body of every route that takes one, with the placeholders of tests/integration/access/cast.py; a route
# that is missing here fails the proof, and so does a sample that its own route finds malformed.
SAMPLES: dict[str, Any] = {
    "PATCH /account": {"name": "Ann Lee"},
    "POST /account/link": {"token_hash": "0" * 56},
    "POST /account/terms": {"version": "2026-11-01"},
    "POST /answer-case": {"module": "insurance", "case_id": "first-paychecks", "answer": "A buffer first."},
    "POST /ask-ai": {"module": "cash-flow", "question": "What is a saving rate?"},
    "POST /certificate": {"name": "Ann Lee", "time_zone": "Pacific/Honolulu"},
    "POST /checkout": {},
    "POST /owner/action": {"action": "grant", "email": "ann@example.com", "reason": "a reason"},
    "PUT /progress": {"module": "cash-flow", "block": "what-it-is", "seconds": 12, "completed": False},
    "POST /seats": {"pack": "{pack}", "email": "colleague@example.com"},
    "POST /seats/claim": {"token": "nobodys"},
    "PUT /study/plan": {
        "entries": {"cash-flow.saving_rate": "25"},
        "dates": [{"key": "cash-flow.again", "label": "Again", "date": "2027-05-28"}],
    },
    "PUT /study/calculator/{slug}": {"inputs": {"pay": 1}},
    "POST /signup-hook": {
        "metadata": {"uuid": NONE, "time": "2026-11-24T08:00:00Z", "name": "before-user-created", "ip_address": ""},
        "user": {"id": NONE, "email": "a@example.com", "user_metadata": {"name": "Ann"}, "identities": []},
    },
    "POST /stripe-webhook": {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "created": 1_800_000_000,
        "livemode": False,
        "api_version": "2026-10-28.endive",
        "data": {
            "object": {
                "id": "cs_1",
                "object": "checkout.session",
                "mode": "payment",
                "status": "complete",
                "payment_status": "paid",
                "client_reference_id": NONE,
                "metadata": {"order_id": NONE},
                "amount_subtotal": 49_900,
                "amount_total": 49_900,
                "currency": "usd",
                "payment_intent": "pi_1",
                "livemode": False,
                "created": 1_800_000_000,
            }
        },
    },
    "POST /submit-quiz": {
        "module": "cash-flow",
        "attempt_id": NONE,
        "answers": [{"question_id": "{question}", "chosen": ["a"]}],
    },
}
# The platform's schedule calls these; they read no body.
UNREAD = {"POST /backup-background", *(f"POST /{job}" for job in JOBS)}
MALFORMED = {400, 401, 413, 415, 422}


class Target(NamedTuple):
    """One route with a body: its name, handler, address, a valid body and how a call is made believable."""

    name: str
    handler: Any
    method: str
    url: str
    sample: Any
    headers: Callable[[bytes], dict[str, str]]


def hostile(sample: Any, seeded: random.Random) -> bytes:
    """Return one hostile body made from a valid one."""
    text = json.dumps(sample)
    raw = text.encode()
    position = seeded.randrange(len(raw) + 1)
    depth = seeded.choice([1_000, 100_000])
    return seeded.choice(
        [
            lambda: raw[:position],
            lambda: raw[:position] + seeded.randbytes(seeded.randrange(1, 9)) + raw[position:],
            lambda: b"\xff\xfe" + raw,
            lambda: b"\xef\xbb\xbf" + raw,
            lambda: b"[" * depth + b"]" * depth,
            lambda: b'{"a":' * depth + b"1" + b"}" * depth,
            lambda: b"x" * seeded.choice([65_537, 300_000, 1_100_000]),
            lambda: b'{"name":"' + b"x" * 70_000 + b'"}',
            lambda: json.dumps(_replaced(sample, seeded, seeded.choice(VALUES))).encode("utf-8", "surrogatepass"),
            lambda: _unescaped(_replaced(sample, seeded, seeded.choice(VALUES))),
            lambda: (text[:-1] + ',"surprise":1}').encode() if text.endswith("}") else raw,
            lambda: (text[:-1] + "," + text[1:]).encode() if len(text) > 2 else b"{}{}",
            lambda: text.replace('"', '"\\u0000', 1).encode(),
            lambda: text.replace(":", ': NaN, "n":', 1).encode(),
            lambda: text.replace(":", ': 1e400, "n":', 1).encode(),
            lambda: b'{"n":' + b"9" * seeded.choice([400, 5_000, 50_000]) + b"}",
            lambda: seeded.choice([b"", b"null", b"[]", b'""', b"0", b"true", b"{", b"}", b"\0", b"\n", b'"\\ud800"']),
            lambda: seeded.randbytes(seeded.randrange(64)),
        ]
    )()


def _unescaped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**18,
    10**400,
    -(10**30),
    1.5,
    float("nan"),
    float("inf"),
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\u202e",
    "é" * 5_000,
    "x" * 60_000,
    [],
    [[]],
    {},
    {"a": {}},
    ["a"] * 5_000,
    "1e999",
    "NaN",
    "null",
    "'; drop table users; --",
    "../../etc/passwd",
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    {"$ne": None},
    "٣",
    "\U0001f9ff",
)


def _replaced(sample: Any, seeded: random.Random, value: Any) -> Any:
    """Return `sample` with one member somewhere in it replaced by `value`."""
    if not _has_members(sample):
        return value
    copied = copy.copy(sample)
    place = seeded.choice(list(copied)) if hasattr(copied, "keys") else 0
    deeper = _has_members(copied[place]) and seeded.random() < 0.6
    copied[place] = _replaced(copied[place], seeded, value) if deeper else value
    return copied


def _has_members(value: object) -> bool:
    return isinstance(value, dict | list) and len(value) > 0  # pyright: ignore[reportUnknownArgumentType] (any JSON)


def targets(made: World, member: Member) -> Iterator[Target]:
    """Yield every route that takes a body."""
    cast = Cast(made.database, {"paid": member}, {"none": NONE})
    for path, route in functions.routes():
        name = f"{route.method} {path}"
        if not route.max_body_bytes or name in UNREAD:
            continue
        url = path.replace("{", "").replace("}", "")
        yield Target(
            name,
            functions.handler_of(path.split("/")[1]),
            route.method,
            quote(url),
            cast.filled(SAMPLES[name]),
            signer(path) if route.who == "signed" else _bearer(member),
        )


def misunderstood(target: Target) -> str:
    """Return what is wrong with the target's own sample; empty when it gets past the parser."""
    body = json.dumps(target.sample).encode()
    answer = call(target.handler, target.method, target.url, headers=target.headers(body), body=body)
    if answer.status >= 500 or answer.status in MALFORMED:
        return f"the sample of {target.name} was answered {answer.status} {answer.body[:200]!r}"
    return ""


def _bearer(member: Member) -> Callable[[bytes], dict[str, str]]:
    return lambda _: {"authorization": f"Bearer {member.token}"}


def signer(path: str) -> Callable[[bytes], dict[str, str]]:
    """Return what makes the headers of a call to `path` as its vendor signs it."""

    def standard_webhooks(body: bytes) -> dict[str, str]:
        stamp = int(time.time())
        key = base64.b64decode(HOOK_SECRET.removeprefix("v1,whsec_"))
        digest = hmac.digest(key, f"msg.{stamp}.".encode() + body, "sha256")
        return {
            "webhook-id": "msg",
            "webhook-timestamp": str(stamp),
            "webhook-signature": "v1," + base64.b64encode(digest).decode(),
        }

    def stripe(body: bytes) -> dict[str, str]:
        stamp = int(time.time())
        digest = hmac.new(STRIPE_SECRET.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
        return {"stripe-signature": f"t={stamp},v1={digest}"}

    return stripe if path == "/stripe-webhook" else standard_webhooks


def hostile_bodies(size: int, seed: int) -> Outcome:
    """Send `size` hostile bodies, spread over every route with a body; count answers ≥ 500 and untyped refusals."""
    seeded = random.Random(seed)
    with whole_world() as made:
        everywhere = list(targets(made, made.member(paid=True)))
        wrong = [fault for target in everywhere if (fault := misunderstood(target))]
        for number in range(size):
            target = everywhere[number % len(everywhere)]
            body = hostile(target.sample, seeded)
            answer = call(target.handler, target.method, target.url, headers=target.headers(body), body=body)
            problem = answer.headers.get("content-type") == "application/problem+json"
            if answer.status >= 500 or (answer.status >= 400 and not problem):
                wrong.append(f"{target.name} answered {answer.status} to {body[:60]!r}")
    return Outcome(size, len(wrong), f"over {len(everywhere)} routes; " + ("; ".join(wrong[:3]) or "no answer ≥ 500"))


PROOFS = [
    Proof("hostile-bodies", "no body makes any route answer 500 or without a problem", 100_000, 1_500, hostile_bodies),
]
