"""What the stand-ins' commands share: an address on loopback, a database where none is given, serving until Ctrl-C."""

import argparse
import asyncio
import contextlib
import signal
import socket
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import uvicorn

from netlify.postgres import PostgresUnavailable, temporary_postgres

HOST = "127.0.0.1"


def arguments(name: str, promise: str, *, database: bool = False) -> argparse.ArgumentParser:
    """Return a parser for `python -m netlify.standins.NAME`: --port, and --database-url where one is needed."""
    parser = argparse.ArgumentParser(prog=f"python -m netlify.standins.{name}", description=promise)
    parser.add_argument("--port", type=_port, default=0, help="where it listens on 127.0.0.1 (default: any free port)")
    if database:
        parser.add_argument(
            "--database-url",
            default="",
            help="a superuser's postgresql:// address; without it a Postgres that lives as long as the command",
        )
    return parser


@contextlib.contextmanager
def listening(port: int) -> Generator[tuple[socket.socket, str]]:
    """Listen on loopback; yield the socket and the origin it serves. Exits with one sentence for a taken port."""
    try:
        listener = socket.create_server((HOST, port))
    except OSError as problem:
        sys.exit(f"port {port} cannot be used: {problem.strerror}")
    with listener:
        yield listener, f"http://{HOST}:{listener.getsockname()[1]}"


@contextlib.contextmanager
def database(url: str) -> Generator[str]:
    """Yield `url`, or that of a throwaway Postgres where it is empty. Exits with one sentence where none starts."""
    if url:
        yield url
        return
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="standin-"))
        try:
            postgres = stack.enter_context(temporary_postgres(Path(folder)))
        except PostgresUnavailable as problem:
            sys.exit(str(problem))
        yield postgres.url()


def serve(app: Any, listener: socket.socket, address: str) -> None:
    """Print `ready ADDRESS` and serve `app` until SIGINT or SIGTERM."""
    asyncio.run(_serve(app, listener, address))


async def _serve(app: Any, listener: socket.socket, address: str) -> None:
    config = uvicorn.Config(app, log_level="error", access_log=False, ws="none", lifespan="auto", proxy_headers=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    if server.started:
        print(f"ready {address}", flush=True)
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def end_quietly() -> None:
    """Let Ctrl-C end the command before it serves as it does after: without a traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)


def _end(number: int, frame: object) -> None:
    del number, frame
    sys.exit(0)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {text!r}")
    return int(text)
