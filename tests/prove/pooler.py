"""500 clients on 10 backends through PgBouncer in transaction mode, the stand-in for Supabase's pooler."""

import contextlib
import os
import pwd
import random
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

import shared.database
from functions.account import handler
from netlify.postgres import free_port
from tests import system
from tests.prove.proof import Outcome, Proof
from tests.prove.world import World, point_functions_at, world
from tests.support.events import call
from tests.support.members import Member

BACKENDS = 10
CLIENTS = 500
RECOVERY_SECONDS = 5.0


@contextlib.contextmanager
def pgbouncer(url: str, backends: int = BACKENDS) -> Generator[str]:
    """Run PgBouncer before the Postgres at `url` and yield the URL to come in by."""
    parts, port = urlsplit(url), free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        users, settings = Path(folder, "users.txt"), Path(folder, "pgbouncer.ini")
        users.write_text(f'"{parts.username}" "{parts.password}"\n')
        settings.write_text(
            f"[databases]\n* = host={parts.hostname} port={parts.port}\n[pgbouncer]\npool_mode = transaction\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\n"
            f"auth_file = {users}\ndefault_pool_size = {backends}\nmax_client_conn = 2000\nquery_wait_timeout = 4\n"
            "server_login_retry = 1\nlog_connections = 0\nlog_disconnections = 0\n"
        )
        account = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
        process = subprocess.Popen([system.require("pgbouncer"), "-q", str(settings)], user=account)
        try:
            pooled = urlunsplit(parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}"))
            _wait_until_it_answers(pooled)
            yield pooled
        finally:
            process.terminate()
            process.wait()


def _wait_until_it_answers(url: str) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(url, prepare_threshold=None, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


class Crowd:
    """Clients that read their own account again and again, each in an instance of its own."""

    def __init__(self, members: list[Member], calls: int):
        self._members = members
        self._calls = calls
        self._lock = threading.Lock()
        self.answers: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.last_refusal = 0.0
        self.finished = 0

    def run(self, number: int, seed: int) -> None:
        """Be one client."""
        member, seeded = self._members[number], random.Random(seed + number)
        for _ in range(self._calls):
            time.sleep(seeded.random() * 0.02)
            answer = call(handler, "GET", "/account", token=member.token)
            with self._lock:
                self.answers[str(answer.status)] += 1
                if answer.status == 200 and answer.json["id"] != member.id:
                    self.wrong.append(f"{member.id} was answered with {answer.json['id']}")
                elif answer.status == 503:
                    self.last_refusal = time.monotonic()
                    if "retry-after" not in answer.headers:
                        self.wrong.append("503 without Retry-After")
                elif answer.status != 200:
                    self.wrong.append(f"answered {answer.status}")
        shared.database.close()
        with self._lock:
            self.finished += 1


def crowded_pooler(size: int, seed: int) -> Outcome:
    """Let `size` clients read through 10 backends, kill all backends midway, and see that none gets another's."""
    with world() as made, pgbouncer(made.database.url()) as pooled:
        members = [made.member() for _ in range(size)]
        point_functions_at(pooled, made.issuer.url)
        crowd = Crowd(members, calls=20)
        threads = [threading.Thread(target=crowd.run, args=(number, seed)) for number in range(size)]
        for thread in threads:
            thread.start()
        killed_at = _kill_backends_midway(made, crowd, len(threads))
        for thread in threads:
            thread.join()
    recovery = max(0.0, crowd.last_refusal - killed_at)
    if recovery > RECOVERY_SECONDS:
        crowd.wrong.append(f"still refusing {recovery:.1f} s after the kill")
    says = f"{dict(crowd.answers)}, last 503 {recovery:.1f} s after the kill; " + "; ".join(crowd.wrong[:3])
    return Outcome(size, len(crowd.wrong), says)


def _kill_backends_midway(made: World, crowd: Crowd, clients: int) -> float:
    """Terminate every backend of the functions once a third of the calls is done; return when."""
    while sum(crowd.answers.values()) < clients * 20 // 3 and crowd.finished < clients:
        time.sleep(0.01)
    made.database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'masterclass_functions'"
    )
    return time.monotonic()


PROOFS = [
    Proof(
        "pooler-500-on-10",
        "only 200 or 503 with Retry-After, nobody gets another's answer",
        CLIENTS,
        60,
        crowded_pooler,
    ),
]
