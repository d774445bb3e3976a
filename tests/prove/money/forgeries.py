"""Webhooks that Stripe did not send, in every way we could think of, with genuine ones among them."""

import json
import random
import time
from collections.abc import Callable

import functions.stripe_webhook
from netlify.standins.stripe.worker import sign
from tests.prove.money.postgres import Books
from tests.prove.proof import Outcome
from tests.prove.world import STRIPE_SECRET, world
from tests.support.events import call

GENUINE_EVERY = 100
Forge = Callable[[bytes, random.Random], tuple[bytes, str]]


def _signed(body: bytes, *, age_seconds: int = 0, secret: str = STRIPE_SECRET) -> str:
    return sign(body, secret, int(time.time()) - age_seconds)


def _tampered(body: bytes, seeded: random.Random) -> tuple[bytes, str]:
    changed = bytearray(body)
    changed[seeded.randrange(len(changed))] ^= 1 << seeded.randrange(8)
    return bytes(changed), _signed(body)


def _another_stamp(body: bytes, seeded: random.Random) -> tuple[bytes, str]:
    _, _, signature = _signed(body, age_seconds=400).partition(",")
    return body, f"t={int(time.time()) - seeded.randrange(10)},{signature}"


def _bad_utf8(body: bytes, seeded: random.Random) -> tuple[bytes, str]:
    raw = body + seeded.choice([b"\xff", b"\xc3", b"\xed\xa0\x80"])
    return raw, _signed(raw)


def _deep(_: bytes, seeded: random.Random) -> tuple[bytes, str]:
    depth = seeded.choice([5_000, 100_000])
    raw = seeded.choice([b"[" * depth + b"]" * depth, b'{"data":' * depth + b"1" + b"}" * depth])[: 500 * 1024]
    return raw, _signed(raw)


def _no_event(body: bytes, seeded: random.Random) -> tuple[bytes, str]:
    document = json.loads(body)
    document["data"]["object"]["amount"] = seeded.choice([-1, 10**18, 10**400, 1.5, "100", None, True])
    raw = seeded.choice([b"", b"null", b"[]", b"{}", b'{"id":"evt_1"}', b"\0", json.dumps(document).encode()])
    return raw, _signed(raw)


def _rubbish(body: bytes, seeded: random.Random) -> tuple[bytes, str]:
    now, sixty_four = int(time.time()), "a" * 64
    return body, seeded.choice(
        [
            "t=,v1=",
            f"v1={sixty_four}",
            "t=1",
            f"t=1,t=2,v1={sixty_four}",
            "é",
            f"t=\u0661\u0662,v1={sixty_four}",
            "," * 3000,
            f"t={now},v1=" + "é" * 64,
            f"t={now},v0={sixty_four}",
            "x" * 9000,
            f"t={now}" * 2000,
            f"t={now},v1={sixty_four.upper()}",
            f"t=-{now},v1={sixty_four}",
            f"t={now}.0,v1={sixty_four}",
        ]
    )


FORGERIES: dict[str, Forge] = {
    "no signature": lambda body, _: (body, ""),
    "wrong secret": lambda body, _: (body, _signed(body, secret="whsec_other")),
    "stale": lambda body, seeded: (body, _signed(body, age_seconds=seeded.randrange(302, 10**6))),
    "future": lambda body, seeded: (body, _signed(body, age_seconds=-seeded.randrange(302, 10**8))),
    "tampered": _tampered,
    "another stamp": _another_stamp,
    "bad UTF-8, signed": _bad_utf8,
    "deep JSON, signed": _deep,
    "no event, signed": _no_event,
    "rubbish header": _rubbish,
}


def forged_webhooks(size: int, seed: int) -> Outcome:
    """Send `size` forgeries with 1 % genuine events among them: those applied, the others 400 and nothing written."""
    seeded = random.Random(seed)
    wrong: list[str] = []
    genuine = 0
    with world() as made, Books(made.database) as books:
        for number in range(size):
            name, forge = seeded.choice(list(FORGERIES.items()))
            body, signature = forge(_refund(number, "forged"), seeded)
            if (status := _answered(body, signature)) != 400:
                wrong.append(f"{name} was answered {status}")
            if number % GENUINE_EVERY == 0:
                body = _refund(number, "genuine")
                genuine += 1
                if (status := _answered(body, _signed(body))) != 200:
                    wrong.append(f"a genuine event was answered {status}")
        events = books.one("select count(*) from masterclass.webhook_events")
        refunds = books.one("select count(*) from masterclass.refunds where stripe_refund_id like 're_genuine%%'")
        other = books.one("select count(*) from masterclass.refunds where stripe_refund_id not like 're_genuine%%'")
    wrong += (
        [] if (events, refunds, other) == (genuine, genuine, 0) else [f"{events} events, {refunds} + {other} refunds"]
    )
    return Outcome(
        size, len(wrong), f"{genuine:,} genuine ones applied among them; " + ("; ".join(wrong[:3]) or "0 effects")
    )


def _answered(body: bytes, signature: str) -> int:
    headers = {"stripe-signature": signature} if signature else {}
    return call(functions.stripe_webhook.handler, "POST", "/stripe-webhook", body=body, headers=headers).status


def _refund(number: int, kind: str) -> bytes:
    refund = {
        "id": f"re_{kind}_{number}",
        "object": "refund",
        "amount": 100,
        "payment_intent": f"pi_{number}",
        "status": "succeeded",
    }
    return json.dumps(
        {
            "id": f"evt_{kind}_{number}",
            "object": "event",
            "type": "refund.created",
            "created": 1,
            "data": {"object": refund},
        }
    ).encode()
