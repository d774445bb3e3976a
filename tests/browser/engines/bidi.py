"""WebDriver BiDi over a socket: what Firefox speaks by itself, without geckodriver (w3.org/TR/webdriver-bidi)."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

from websocket import WebSocket, create_connection

ANSWER_SECONDS = 60


class BidiRefused(Exception):
    """The browser answered a command with an error."""


class Bidi:
    """A session: commands are answered in turn, events in between go to `heard`."""

    def __init__(self, address: str, heard: Callable[[str, dict[str, Any]], None]):
        self._socket: WebSocket = create_connection(f"{address}/session", timeout=ANSWER_SECONDS, suppress_origin=True)
        self._heard = heard
        self._numbers = count(1)
        self.command("session.new", capabilities={})

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result; raises BidiRefused."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message: dict[str, Any] = json.loads(self._socket.recv())
            if message.get("type") == "event":
                self._heard(message["method"], message["params"])
            elif message.get("id") == number:
                if message["type"] == "error":
                    raise BidiRefused(f"{method}: {message['error']}: {message.get('message', '')}")
                return message["result"]

    def close(self) -> None:
        """End the session."""
        self._socket.close()
