"""One request and its answer, as the parts of the store hand them on."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class S3Error(Exception):
    """S3 refuses; `code` is its word."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Asked(NamedTuple):
    """One request: its parts and its parameters (a parameter without a value is an empty string)."""

    method: str
    bucket: str
    key: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    digest: str


class Answered(NamedTuple):
    """What to send: a document, or a file from its first byte to its end."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}
    file: Path | None = None
    span: tuple[int, int] = (0, 0)


def number(text: str) -> int:
    """Return a whole number of the query; S3Error for anything else."""
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise S3Error("InvalidArgument")
    return int(text)
