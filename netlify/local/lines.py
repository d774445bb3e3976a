"""Everything that the platform says on stdout, one whole line at a time, without ever waiting for who reads it."""

import json
import queue
import sys
import threading
from collections.abc import Mapping

KEPT_LINES = 10_000


class LineWriter:
    """Writes lines from a thread: a reader that stops reading stops the log, not the platform."""

    def __init__(self) -> None:
        self._lines: queue.Queue[bytes] = queue.Queue(KEPT_LINES)
        threading.Thread(target=self._write_all, name="lines", daemon=True).start()

    def write(self, line: bytes) -> None:
        """Write `line` soon; it is lost where ten thousand earlier ones still wait."""
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            return

    def record(self, record: Mapping[str, object]) -> None:
        """Write `record` as one line of JSON."""
        self.write(json.dumps(record, separators=(",", ":")).encode())

    def _write_all(self) -> None:
        out = sys.stdout.buffer
        while True:
            line = self._lines.get()
            try:
                out.write(line + b"\n")
                if self._lines.empty():
                    out.flush()
            except (OSError, ValueError):  # the reader has gone; say nothing to nobody
                continue
