"""No connection to be had: the answer is a 503, and the log says why in the server's words, never with a password."""

import json
import socket
import struct
from collections.abc import Callable, Generator
from threading import Thread
from urllib.parse import urlsplit, urlunsplit

import pytest

import shared.database
from functions import list_modules
from shared import settings
from tests.support.databases import PASSWORD, Database
from tests.support.events import call


def with_parts(url: str, **parts: object) -> str:
    """Return `url` with some of user, password, host, port and database replaced."""
    split = urlsplit(url)
    at = {"user": split.username, "password": split.password, "host": split.hostname, "port": split.port, **parts}
    netloc = "{user}:{password}@{host}:{port}".format(**at)
    return urlunsplit(split._replace(netloc=netloc, path=f"/{parts.get('database', split.path[1:])}"))


@pytest.fixture
def refusing() -> Generator[Callable[[str, str], str]]:
    """Start a server that refuses every connection with a SQLSTATE and a sentence; return the address to use."""
    servers = list[socket.socket]()

    def start(state: str, sentence: str) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)
        fields = f"SFATAL\0VFATAL\0C{state}\0M{sentence}\0\0".encode()
        Thread(target=_refuse_all, args=(server, fields), daemon=True).start()
        return f"postgresql://masterclass_functions:{PASSWORD}@127.0.0.1:{server.getsockname()[1]}/postgres"

    yield start
    for server in servers:
        server.close()


def _refuse_all(server: socket.socket, fields: bytes) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        with client:
            while len(client.recv(4096)) == 8:  # asks for TLS
                client.sendall(b"N")
            client.sendall(b"E" + struct.pack("!I", len(fields) + 4) + fields)


def refusal(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Ask a function whose DATABASE_URL is `url`; return the log's line about the failure."""
    monkeypatch.setenv("DATABASE_URL", url)
    settings.forget()
    shared.database.close()
    answer = call(list_modules.handler, "GET", "/list-modules")
    assert answer.status == 503
    assert answer.headers["retry-after"]
    written = capsys.readouterr().out
    assert PASSWORD not in written + answer.body.decode()
    lines = [json.loads(line) for line in written.splitlines()]
    return next(line for line in lines if "failure" in line)


@pytest.mark.parametrize(
    ("wrong", "state", "says"),
    [
        ({"password": "another"}, "28P01", 'password authentication failed for user "masterclass_functions"'),
        ({"user": "nobody_at_all"}, "28P01", 'password authentication failed for user "nobody_at_all"'),
        ({"database": "no_such"}, "3D000", 'database "no_such" does not exist'),
        ({"database": f"x@{PASSWORD}"}, "3D000", 'database "…" does not exist'),
        ({"port": 1}, "08001", "nothing listens at the host and port of DATABASE_URL"),
        ({"port": "x1"}, "08001", "no connection by DATABASE_URL"),
        ({"host": "no-such-host.invalid"}, "08001", "the host of DATABASE_URL has no address"),
    ],
)
def test_a_wrong_address_is_named(
    functions: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wrong: dict[str, object],
    state: str,
    says: str,
) -> None:
    """Wrong password, user, database, port or host: 503, and a line with the SQLSTATE and the first sentence."""
    line = refusal(with_parts(functions.url(), **wrong), monkeypatch, capsys)
    assert (line["sqlstate"], line["says"]) == (state, says)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("XX000", "Circuit breaker open: Too many authentication errors"),
        ("XX000", "Tenant or user not found"),
        ("53300", "remaining connection slots are reserved for roles with the SUPERUSER attribute"),
        ("08P01", "no more connections allowed (max_client_conn)"),
        ("57P03", "the database system is starting up"),
    ],
)
def test_a_server_that_refuses_is_quoted(
    functions: Database,
    refusing: Callable[[str, str], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    state: str,
    says: str,
) -> None:
    """What a pooler or a server answers instead of a connection is in the log as it said it."""
    line = refusal(refusing(state, says), monkeypatch, capsys)
    assert (line["sqlstate"], line["says"]) == (state, says)


def test_an_address_that_is_none_is_told_without_it(
    functions: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A DATABASE_URL that cannot be read is a 503 whose line repeats nothing of it."""
    line = refusal(f"masterclass:{PASSWORD}", monkeypatch, capsys)
    assert (line["sqlstate"], line["says"]) == ("08001", "DATABASE_URL is no address of a database")
