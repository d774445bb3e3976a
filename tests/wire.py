"""A TCP proxy before Postgres that counts round trips, can add the distance of a real network, and can fall silent."""

import contextlib
import selectors
import socket
import time
from collections.abc import Generator
from threading import Event, Thread
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

    def _accept(self) -> None:
        while not self._closing:
            with contextlib.suppress(OSError):
                client, _ = self._listener.accept()
                Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
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
                    if speaker is client:
                        self.round_trips += heard_server
                        time.sleep(self._delay if heard_server else 0)
                    heard_server = speaker is server
                    with contextlib.suppress(OSError):  # the other end may have gone during a silence
                        (server if speaker is client else client).sendall(spoken)


@contextlib.contextmanager
def wire(url: str, delay_seconds: float = 0.0) -> Generator[Wire]:
    """Put a counting proxy before the Postgres at `url`; connect to its `.url` instead."""
    made = Wire(url, delay_seconds)
    try:
        yield made
    finally:
        made.close()
