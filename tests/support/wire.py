"""A TCP proxy before Postgres that counts round trips, adds a real network's distance, and fails as networks do."""

import contextlib
import selectors
import socket
import struct
import time
from collections.abc import Generator
from threading import Event, Thread
from typing import Literal
from urllib.parse import urlsplit, urlunsplit


class Wire:
    """Counts how often the client spoke after it had heard the server: the round trips of everything sent."""

    def __init__(self, url: str, delay_seconds: float = 0.0):
        parts = urlsplit(url)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._delay = delay_seconds
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = urlunsplit(parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}"))
        self.round_trips = 0
        self.connections = 0
        self.drip_seconds = 0.0
        self.forgotten: Literal["reset", "silence", "reset after", ""] = ""
        self._remembered_from = 0
        self._closing = False
        self._speaking = Event()
        self._speaking.set()
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop accepting; connections end with their peers."""
        self._closing = True
        self._listener.close()

    def silence(self) -> None:
        """Let nothing pass any more, in either direction; connections stay open."""
        self._speaking.clear()

    def speak(self) -> None:
        """Let everything pass again."""
        self._speaking.set()

    def forget(self, how: Literal["reset", "silence", "reset after"]) -> None:
        """Forget every connection there is; new ones are remembered.

        What is sent over a forgotten one is answered with RST, or not at all, or reaches the server and is answered
        with RST in place of what the server says.
        """
        self.forgotten, self._remembered_from = how, self.connections

    def drip(self, seconds: float) -> None:
        """From here on, let what the server says pass byte by byte, `seconds` apart."""
        self.drip_seconds = seconds

    def _accept(self) -> None:
        while not self._closing:
            with contextlib.suppress(OSError):
                client, _ = self._listener.accept()
                self.connections += 1
                Thread(target=self._relay, args=(client, self.connections), daemon=True).start()

    def _relay(self, client: socket.socket, number: int) -> None:
        with client, socket.create_connection(self._target) as server, selectors.DefaultSelector() as selector:
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(end, selectors.EVENT_READ)
            heard_server = True
            while True:
                for key, _ in selector.select():
                    speaker = key.fileobj
                    try:
                        spoken = client.recv(65536) if speaker is client else server.recv(65536)
                    except OSError:
                        return
                    if not spoken:
                        return
                    self._speaking.wait()
                    if number <= self._remembered_from and self._lost(client, server, speaker, spoken):
                        return
                    if speaker is client:
                        self.round_trips += heard_server
                        time.sleep(self._delay if heard_server else 0)
                    heard_server = speaker is server
                    with contextlib.suppress(OSError):  # the other end may have gone during a silence
                        self._pass_on(server if speaker is client else client, spoken, slowly=heard_server)

    def _lost(self, client: socket.socket, server: socket.socket, speaker: object, spoken: bytes) -> bool:
        """Do with `spoken` what befalls it on a forgotten connection; return whether that is over."""
        if self.forgotten == "silence":
            Event().wait(60)
            return True
        if self.forgotten == "reset after" and speaker is client:
            server.sendall(spoken)
            return False
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return True

    def _pass_on(self, end: socket.socket, spoken: bytes, *, slowly: bool) -> None:
        if not (slowly and self.drip_seconds):
            end.sendall(spoken)
            return
        for byte in spoken:
            end.sendall(bytes((byte,)))
            time.sleep(self.drip_seconds)


@contextlib.contextmanager
def wire(url: str, delay_seconds: float = 0.0) -> Generator[Wire]:
    """Put a counting proxy before the Postgres at `url`; connect to its `.url` instead."""
    made = Wire(url, delay_seconds)
    try:
        yield made
    finally:
        made.close()
