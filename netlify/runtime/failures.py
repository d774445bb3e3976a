"""Failures in AWS's error format for the Runtime API, and as one line of our log."""

import json
import sys
import traceback
from base64 import b64encode
from typing import NamedTuple

OWN_FILES = __file__.rpartition("/")[0]


class Fault(Exception):
    """A failure that has a name in AWS's runtimes (`Runtime.MarshalError`); its cause, if any, is chained."""

    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind


class Failure(NamedTuple):
    """What went wrong: `document` goes to the Runtime API, never to the web; the log gets types and lines only."""

    kind: str
    message: str
    frames: list[traceback.FrameSummary]

    def document(self, request_id: str) -> bytes:
        """Return the failure as `application/vnd.aws.lambda.error+json`."""
        document = {
            "errorMessage": self.message,
            "errorType": self.kind,
            "requestId": request_id,
            "stackTrace": traceback.format_list(self.frames),
        }
        return json.dumps(document).encode()

    def trailer(self, request_id: str) -> str:
        """Return the document as a trailer carries it: base64."""
        return b64encode(self.document(request_id)).decode()

    def log(self, request_id: str, message: str | None = None) -> None:
        """Write one line to stderr; `message` only where it cannot quote what a person sent."""
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in self.frames[-12:]]
        line = {"level": "error", "request_id": request_id, "failure": self.kind, "says": message, "frames": frames}
        sys.stderr.write(json.dumps(line, separators=(",", ":")) + "\n")
        sys.stderr.flush()


def failure_of(error: BaseException) -> Failure:
    """Describe `error`; never raises, whatever its own `__str__` does."""
    kind = error.kind if isinstance(error, Fault) else type(error).__name__
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 (an exception of a handler's own making may do anything)
        message = ""
    cause = error.__cause__ if isinstance(error, Fault) and error.__cause__ else error
    frames = [frame for frame in traceback.extract_tb(cause.__traceback__) if not frame.filename.startswith(OWN_FILES)]
    return Failure(kind, message, frames)
