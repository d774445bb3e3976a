"""What goes on by itself: webhooks are delivered, signed and retried like Stripe's, and timers come due.

Tests and demonstrations can ask for trouble: events held back, delivered several times, in any order.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from netlify.standins.stripe.settings import StripeSettings
from netlify.standins.stripe.store import Keeper, Object, Store

BATCH = 16
LONGEST_NAP_SECONDS = 30.0
DELIVERY_SECONDS = 20.0


@dataclass
class Trouble:
    """How badly the webhooks are delivered: held back, how many extra copies, shuffled."""

    hold: bool = False
    copies: int = 0
    shuffle: bool = False


Due = Callable[[Store, str, str], Awaitable[None]]


class Worker:
    """One background task that sleeps until something is due or `wake` is called."""

    def __init__(self, settings: StripeSettings, keeper: Keeper, when_due: Due):
        self.trouble = Trouble()
        self._settings = settings
        self._keeper = keeper
        self._when_due = when_due
        self._awake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._client: httpx.AsyncClient | None = None

    def start(self) -> None:
        """Begin; called inside the running loop."""
        self._client = httpx.AsyncClient(timeout=DELIVERY_SECONDS, trust_env=False)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End, leaving what is due for the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._client is not None:
            await self._client.aclose()

    def wake(self) -> None:
        """Look at once whether something is due."""
        self._awake.set()

    async def _run(self) -> None:
        while True:
            self._awake.clear()
            try:
                nap = await self._work()
            except Exception:  # noqa: BLE001 (Postgres may be restarting: whatever it is, try again)
                nap = 1.0
            if nap:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), nap)

    async def _work(self) -> float:
        """Do what is due; return how many seconds nothing is, 0 when there may be more at once."""
        busy = await self._run_timer()
        if not self._holds_back():
            busy = await self._deliver() or busy
        return 0.0 if busy else await self._seconds_until_due()

    def _holds_back(self) -> bool:
        return self.trouble.hold or not self._settings.webhook_url

    async def _run_timer(self) -> bool:
        async with self._keeper.transaction() as store:
            cursor = await store.connection.execute(
                "delete from local_stripe.timers where id = (select id from local_stripe.timers"
                " where due_at <= clock_timestamp() order by due_at limit 1 for update skip locked)"
                " returning action, object_id"
            )
            row = await cursor.fetchone()
            if row is None:
                return False
            await self._when_due(store, row[0], row[1])
            return True

    async def _deliver(self) -> bool:
        """Take a batch of due deliveries and send them all at once, so that they arrive in any order."""
        async with self._keeper.transaction() as store:
            cursor = await store.connection.execute(
                "select d.id, d.attempts, o.body from local_stripe.deliveries as d"
                "  join local_stripe.objects as o on o.id = d.event_id"
                " where d.delivered_at is null and d.due_at <= clock_timestamp() order by d.due_at, d.id limit %s",
                (BATCH,),
            )
            batch: list[Any] = list(await cursor.fetchall())
        if self.trouble.shuffle:
            random.shuffle(batch)
        await asyncio.gather(*(self._attempt(*delivery) for delivery in batch))
        return bool(batch)

    async def _attempt(self, delivery_id: int, attempts: int, event: Object) -> None:
        """Deliver the event, with the extra copies asked for, and note how it went."""
        statuses = await asyncio.gather(*(self._send(event) for _ in range(1 + self.trouble.copies)))
        await self._note(delivery_id, attempts + 1, statuses[0])

    async def _send(self, event: Object) -> int:
        """Post the event; return the status of the answer, 0 where there was none."""
        if self._client is None:
            return 0
        payload = json.dumps(event, indent=2).encode()
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "Stripe/1.0 (stand-in)",
            "stripe-signature": sign(payload, self._settings.webhook_secret, int(time.time())),
        }
        try:
            answer = await self._client.post(self._settings.webhook_url, content=payload, headers=headers)
        except httpx.HTTPError:
            return 0
        return answer.status_code

    async def _note(self, delivery_id: int, attempts: int, status: int) -> None:
        """Write down how the attempt went; after the last retry the event is left undelivered."""
        pauses = self._settings.retry_seconds
        pause = pauses[min(attempts, len(pauses)) - 1] if attempts <= len(pauses) else 10.0**9
        async with self._keeper.transaction() as store:
            await store.connection.execute(
                "update local_stripe.deliveries set attempts = %s, last_status = %s,"
                " delivered_at = case when %s between 200 and 299 then clock_timestamp() end,"
                " due_at = clock_timestamp() + make_interval(secs => %s) where id = %s",
                (attempts, status, status, pause, delivery_id),
            )
            if 200 <= status < 300:
                await store.connection.execute(
                    "update local_stripe.objects set body = jsonb_set(body, '{pending_webhooks}', '0')"
                    " where id = (select event_id from local_stripe.deliveries where id = %s)",
                    (delivery_id,),
                )

    async def _seconds_until_due(self) -> float:
        async with self._keeper.transaction() as store:
            cursor = await store.connection.execute(
                "select extract(epoch from least((select min(due_at) from local_stripe.timers),"
                " (select min(due_at) from local_stripe.deliveries where delivered_at is null and not %s))"
                " - clock_timestamp())::float8",
                (self._holds_back(),),
            )
            row = await cursor.fetchone()
        due = LONGEST_NAP_SECONDS if row is None or row[0] is None else float(row[0])
        return min(max(due, 0.01), LONGEST_NAP_SECONDS)


def sign(payload: bytes, secret: str, timestamp: int) -> str:
    """Return the Stripe-Signature header for `payload` (docs.stripe.com/webhooks/signature)."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"
