"""What the Runtime API says to a runtime, in the words of AWS's own server."""

import json
from typing import NamedTuple

# What a synchronous call may answer at most, as Lambda says it: 6 MB and a little.
ANSWER_BYTES = 6 * 1024 * 1024 + 100


class Reply(NamedTuple):
    """What the API says to a request: a status and, in AWS's own words, what is wrong.

    Reference: github.com/aws/aws-lambda-runtime-interface-emulator, rapi/rendering.
    """

    status: bytes
    error_type: str = ""
    message: str = ""

    def body(self) -> bytes:
        """Return the document."""
        refused = {"errorMessage": self.message, "errorType": self.error_type}
        return json.dumps(refused if self.error_type else {"status": "OK"}).encode()


ACCEPTED = Reply(b"202 Accepted")
UNKNOWN = Reply(b"404 Not Found", "NotFound", "Not found")
WRONG_METHOD = Reply(b"405 Method Not Allowed", "MethodNotAllowed", "Method not allowed")
WRONG_ID = Reply(b"400 Bad Request", "InvalidRequestID", "Invalid request ID")
TWICE = Reply(b"403 Forbidden", "InvalidStateTransition", "State transition is not allowed")
TOO_LARGE = Reply(
    b"413 Request Entity Too Large",
    "RequestEntityTooLarge",
    f"Exceeded maximum allowed payload size ({ANSWER_BYTES} bytes).",
)
