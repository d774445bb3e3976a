"""Functions with limits of a test's own: real worker processes behind the real gateway, without a database."""

import asyncio
import contextlib
import shutil
import socket
import threading
from collections.abc import Generator
from pathlib import Path

from netlify.catalog import discover
from netlify.local.functions import PREFIX, Functions
from netlify.local.gateway import Gateway
from netlify.local.lines import LineWriter
from netlify.local.server import Server
from netlify.local.workers import Limits, Workers
from tests.support.running import bare_environment

HANDLERS = Path(__file__).parent / "handlers"


class Kept(LineWriter):
    """Lines kept instead of written."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def write(self, line: bytes) -> None:
        """Keep `line`."""
        self.lines.append(line)


class Pools:
    """The running platform: where its functions answer, and what it says."""

    def __init__(self, folder: Path, limits: Limits):
        self.handlers = Path(shutil.copytree(HANDLERS, folder / "handlers"))
        self._entries = folder / "entries"
        self._entries.mkdir()
        self._lines = Kept()
        environment = {name: value for name, value in bare_environment(0, folder).items() if name == "PATH"}
        self._workers = Workers(self.handlers, environment, limits, self._lines.write)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self._socket.getsockname()[1]}{PREFIX}"
        self._loop = asyncio.new_event_loop()
        self._serving = threading.Event()
        self._closing = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def said(self) -> str:
        """Return everything that the platform and its functions said."""
        return b"\n".join(self._lines.lines).decode()

    def offer(self) -> None:
        """Have the files taken up as they are now, as the supervisor does when one has changed."""
        self._loop.call_soon_threadsafe(lambda: self._workers.offer(discover(self._entries, self.handlers)))

    def start(self) -> None:
        """Serve, in a thread."""
        self._thread.start()
        self._serving.wait(10)

    def stop(self) -> None:
        """Kill every worker and stop serving."""
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(20)
        self._socket.close()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _serve(self) -> None:
        self._workers.offer(discover(self._entries, self.handlers))
        gateway = Gateway({PREFIX: Functions(self._workers, self._lines, 0)}, self._lines)
        server = Server(gateway)
        serving = asyncio.create_task(server.serve([self._socket]))
        self._serving.set()
        await self._closing.wait()
        server.should_exit = server.force_exit = True
        await self._workers.close()
        await serving


@contextlib.contextmanager
def running_pools(folder: Path, limits: Limits) -> Generator[Pools]:
    """Serve the handlers beside this module, copied to `folder`, within `limits`."""
    pools = Pools(folder, limits)
    pools.start()
    try:
        yield pools
    finally:
        pools.stop()
