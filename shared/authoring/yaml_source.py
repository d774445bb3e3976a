"""YAML as people write it by hand: plain values only, and every value knows its line."""

from typing import Any

import yaml

from shared.authoring.files import Source
from shared.authoring.findings import Findings

Location = tuple[int | str, ...]

_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp"))


class Document:
    """A parsed document: `value` of dicts, lists and scalars, and the line of each of its places."""

    def __init__(self, source: Source, value: Any, lines: dict[Location, int]):
        self.path = source.path
        self.value = value
        self._lines = lines

    def line(self, location: Location) -> int:
        """Return the line of `location`; parts that are no place of the document are passed over."""
        place: Location = ()
        for part in location:
            if (*place, part) in self._lines:
                place = (*place, part)
        return self._lines[place]


def parse_yaml(source: Source, findings: Findings) -> Document | None:
    """Return the document in `source`, or None where findings say why it cannot be read."""
    reader = _Reader(source, findings)
    try:
        node = yaml.compose(source.text, Loader=yaml.SafeLoader)
        if node is None:
            return reader.refuse(source.first_line, "there is no YAML here")
        value = reader.value(node, ())
    except yaml.YAMLError as problem:
        return reader.refuse(*_place_of(problem, source))
    except RecursionError:
        return reader.refuse(source.first_line, "the YAML is nested too deeply")
    except (ValueError, OverflowError):  # PyYAML's scanner, on escapes that are no character
        return reader.refuse(source.first_line, "an escape in a quoted text names no character")
    return None if reader.refused else Document(source, value, reader.lines)


class _Reader:
    """Turns nodes into values, noting lines and refusing what no course file needs."""

    def __init__(self, source: Source, findings: Findings):
        self.lines: dict[Location, int] = {}
        self.refused = False
        self._source = source
        self._findings = findings
        self._seen: set[int] = set()
        self._loader = yaml.SafeLoader("")

    def refuse(self, line: int, text: str) -> None:
        """Record an error at `line` of the file."""
        self.refused = True
        self._findings.error(self._source.path, line, text)

    def value(self, node: yaml.Node, location: Location) -> Any:
        """Return the value of `node`, which stands at `location`."""
        line = self._source.first_line + node.start_mark.line
        self.lines.setdefault(location, line)
        if id(node) in self._seen:
            return self.refuse(line, "aliases (*name) are not read; write the value out")
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*location, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, line)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = self._source.first_line + key_node.start_mark.line
            if key_node.tag != "tag:yaml.org,2002:str":
                self.refuse(line, "a field's name must be plain text")
                continue
            key = str(key_node.value)
            if key in members:
                self.refuse(line, f"{key!r} is given twice; keep one")
            self.lines[*location, key] = line
            members[key] = self.value(value_node, (*location, key))
        return members

    def _scalar(self, node: yaml.Node, line: int) -> Any:
        if node.tag not in _PLAIN_TAGS:
            return self.refuse(line, f"the tag {node.tag!r} is not read; write a plain value")
        try:
            value = self._loader.construct_object(node)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] (PyYAML's stubs are untyped here)
        except (yaml.YAMLError, ValueError, OverflowError, TypeError, KeyError, AttributeError):
            return self.refuse(line, f"{str(node.value)[:60]!r} looks like a number or a date but is none; quote it")
        if isinstance(value, str) and ("\0" in value or any("\ud800" <= character <= "\udfff" for character in value)):
            return self.refuse(line, "the text holds a character that cannot be stored (NUL or half a surrogate pair)")
        return value  # pyright: ignore[reportUnknownVariableType] (a scalar of _PLAIN_TAGS)


def _place_of(problem: yaml.YAMLError, source: Source) -> tuple[int, str]:
    if isinstance(problem, yaml.MarkedYAMLError):
        mark = problem.problem_mark or problem.context_mark
        said = " ".join(filter(None, [problem.context, problem.problem]))
        return source.first_line + (mark.line if mark else 0), f"this is not YAML: {said}"
    position = int(getattr(problem, "position", 0))
    return source.first_line + source.text.count("\n", 0, position), "this is not YAML: a character it does not allow"
