"""A YAML document as a Record, its mistakes as findings with their lines."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shared.authoring.findings import Findings
from shared.authoring.yaml_source import Document

RecordType = TypeVar("RecordType", bound=BaseModel)

_SAID = {
    "missing": "{field} is missing; add it",
    "extra_forbidden": "there is no field {field} here; remove it or correct its name",
    "string_type": "{field} must be text; quote it",
    "union_tag_invalid": "{field} has a kind that does not exist (single, multiple, numeric)",
    "union_tag_not_found": "{field} has no kind; add one of single, multiple, numeric",
    "model_type": "{field} must be a group of fields (name: value)",
    "list_type": "{field} must be a list",
}


_PATTERNS = {
    r"^[^\n]*$": "one line",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words-with-dashes",
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$": "lower-case words, with dots between them",
    r"^[a-z][a-z0-9_]*$": "lower-case words_with_underscores",
    r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$": "two digits, a dash and lower-case words",
    r"^[a-z]$": "one letter, a to z",
    r"^-?[0-9]{1,15}(\.[0-9]{1,10})?$": "a plain number, without commas or signs",
    r"^[0-9]{1,15}(\.[0-9]{1,10})?$": "a plain number from 0 up, without commas or signs",
    r"^https://[a-z0-9.-]+(/[!-~]*)?$": "an address that begins with https://",
    r"^[a-z]{3}$": "three letters, as in usd",
    r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|undated)$": "a day (2026-11-28), a month (2026-11), a year or undated",
}


def record_in(document: Document, record: type[RecordType], findings: Findings) -> RecordType | None:
    """Return `document` as `record`, or None where findings name each wrong field and its line."""
    try:
        return record.model_validate(document.value)
    except ValidationError as problem:
        for error in problem.errors(include_url=False, include_input=True):
            findings.error(document.path, document.line(error["loc"]), _sentence(error, document))
        return None


def _sentence(error: ErrorDetails, document: Document) -> str:
    names = [part for part in error["loc"] if part not in {"single", "multiple", "numeric"}]
    field = repr(_dotted(names, document)) if names else "the file"
    if error["type"] in _SAID:
        return _SAID[error["type"]].format(field=field)
    said = error["msg"][:1].lower() + error["msg"][1:]
    if error["type"] == "string_pattern_mismatch":
        said = f"write {_PATTERNS.get(str(error.get('ctx', {}).get('pattern')), 'it as the page for authors says')}"
    return f"{field} is {str(error['input'])[:60]!r}: {said}"


def _dotted(names: list[int | str], document: Document) -> str:
    """`questions[saving-rate].options[b].text`: a list's items by the key that they give themselves, else counted."""
    said, value = "", document.value
    for name in names:
        value = _inside(value, name)
        said += f"[{_named(value, name)}]" if isinstance(name, int) else f".{name}"
    return said.removeprefix(".")


def _inside(value: Any, name: int | str) -> Any:
    try:
        return value[name]
    except (KeyError, IndexError, TypeError):
        return None


def _named(value: Any, number: int) -> str:
    for name in ("key", "id"):
        given = _inside(value, name)
        if isinstance(given, str):
            return given
    return str(number + 1)
