"""A YAML document as a Record, its mistakes as findings with their lines."""

from typing import TypeVar

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


def record_in(document: Document, record: type[RecordType], findings: Findings) -> RecordType | None:
    """Return `document` as `record`, or None where findings name each wrong field and its line."""
    try:
        return record.model_validate(document.value)
    except ValidationError as problem:
        for error in problem.errors(include_url=False, include_input=True):
            findings.error(document.path, document.line(error["loc"]), _sentence(error))
        return None


def _sentence(error: ErrorDetails) -> str:
    names = [part for part in error["loc"] if part not in {"single", "multiple", "numeric"}]
    field = repr(_dotted(names)) if names else "the file"
    if error["type"] in _SAID:
        return _SAID[error["type"]].format(field=field)
    said = error["msg"][:1].lower() + error["msg"][1:]
    return f"{field} is {str(error['input'])[:60]!r}: {said}"


def _dotted(names: list[int | str]) -> str:
    """`questions[2].options[0].text`, counted from 0 as in the file's lists."""
    said = "".join(f"[{name}]" if isinstance(name, int) else f".{name}" for name in names)
    return said.removeprefix(".")
