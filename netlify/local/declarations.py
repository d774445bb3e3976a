"""What `netlify.toml`, `_headers` and `_redirects` declare, read as Netlify reads them.

Sources: docs.netlify.com, "Redirect options", "Rewrites and proxies", "Custom headers", "File-based configuration".
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

_PLACEHOLDER = re.compile(r"^:([A-Za-z_]\w*)$")


class DeclarationInvalid(Exception):
    """netlify.toml, _headers or _redirects cannot be read; the message says where."""


class Redirect(NamedTuple):
    """One redirect or rewrite; `force` wins over a file of that name."""

    pattern: re.Pattern[str]
    to: str
    status: int = 301
    force: bool = False
    query: Mapping[str, str] = {}

    def match(self, path: str, query: Mapping[str, str]) -> str | None:
        """Return where `path` leads, placeholders filled in; None where the rule does not apply."""
        found = self.pattern.match(path)
        if found is None:
            return None
        values = {name: value or "" for name, value in found.groupdict().items()}
        for name, wanted in self.query.items():
            if name not in query or not (wanted.startswith(":") or wanted == query[name]):
                return None
            if wanted.startswith(":"):
                values[wanted[1:]] = query[name]
        return re.sub(r":([A-Za-z_]\w*)", lambda name: values.get(name[1], name[0]), self.to)


class HeaderRule(NamedTuple):
    """Headers for the paths that match."""

    pattern: re.Pattern[str]
    values: Mapping[str, str]


class Declarations(NamedTuple):
    """Everything declared about the site's addresses."""

    redirects: Sequence[Redirect] = ()
    headers: Sequence[HeaderRule] = ()
    pretty_urls: bool = False

    def headers_for(self, path: str) -> dict[str, str]:
        """Return the headers that `path` gets; of two rules for one header the later wins."""
        found: dict[str, str] = {}
        for rule in self.headers:
            if rule.pattern.match(path):
                found |= rule.values
        return found


def read_declarations(toml: Path, headers_file: Path, redirects_file: Path) -> Declarations:
    """Read all three files, those that exist; raises DeclarationInvalid naming file and line."""
    declared = _toml(toml)
    redirects = _redirect_lines(redirects_file) + [_toml_redirect(rule) for rule in _tables(declared, "redirects")]
    headers = _header_lines(headers_file) + [_toml_headers(rule) for rule in _tables(declared, "headers")]
    html = declared.get("build", {}).get("processing", {}).get("html", {})
    return Declarations(redirects, headers, pretty_urls=bool(html.get("pretty_urls")))


def path_pattern(path: str) -> re.Pattern[str]:
    """Return what a declared path matches: `:name` one segment, `*` anything, a slash at its end or none."""
    parts: list[str] = []
    segments = path.strip("/").split("/")
    for number, segment in enumerate(segments, 1):
        placeholder = _PLACEHOLDER.match(segment)
        if segment == "*" and number == len(segments):
            parts.append("(?:/(?P<splat>.*))?")
        elif placeholder:
            parts.append(f"/(?P<{placeholder[1]}>[^/]+)")
        elif segment:
            parts.append("/" + re.escape(segment).replace(r"\*", ".*"))
    return re.compile("".join(parts) + "/?$", re.DOTALL)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DeclarationInvalid(f"{file.name}: {problem}") from None


def _tables(declared: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    return cast("Iterable[Mapping[str, Any]]", declared.get(name, ()))


def _toml_redirect(rule: Mapping[str, Any]) -> Redirect:
    if not isinstance(rule.get("from"), str) or not isinstance(rule.get("to"), str):
        raise DeclarationInvalid("netlify.toml: every [[redirects]] needs `from` and `to`")
    query = {name: str(value) for name, value in _members(rule, "query").items()}
    return Redirect(
        path_pattern(rule["from"]), rule["to"], int(rule.get("status", 301)), bool(rule.get("force")), query
    )


def _toml_headers(rule: Mapping[str, Any]) -> HeaderRule:
    if not isinstance(rule.get("for"), str):
        raise DeclarationInvalid("netlify.toml: every [[headers]] needs `for`")
    values = {name.lower(): _joined(value) for name, value in _members(rule, "values").items()}
    return HeaderRule(path_pattern(rule["for"]), values)


def _members(rule: Mapping[str, Any], name: str) -> dict[str, object]:
    return cast("dict[str, object]", rule.get(name) or {})


def _joined(value: object) -> str:
    """A header of several values, or one written over several lines, is one line on the wire."""
    parts = cast("list[object]", value) if isinstance(value, list) else str(value).splitlines()
    return ", ".join(str(part).strip() for part in parts if str(part).strip())


def _lines(file: Path) -> list[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    if not file.is_file():
        return []
    numbered = enumerate(file.read_text("utf-8").splitlines(), 1)
    return [(number, line) for number, line in numbered if line.strip() and not line.lstrip().startswith("#")]


def _redirect_lines(file: Path) -> list[Redirect]:
    """`/from  name=:value  /to  301!`"""  # noqa: D400 (the shape is the sentence)
    redirects: list[Redirect] = []
    for number, line in _lines(file):
        begin, *rest = line.partition(" #")[0].split()
        query = dict(part.split("=", 1) for part in rest if "=" in part and not part.startswith(("/", "http")))
        targets = [part for part in rest if part.startswith(("/", "http"))]
        statuses = [part for part in rest if part.rstrip("!").isdigit()]
        if not targets:
            raise DeclarationInvalid(f"{file.name}, line {number}: where does {begin} lead?")
        status = statuses[0] if statuses else "301"
        redirects.append(
            Redirect(path_pattern(begin), targets[0], int(status.rstrip("!")), status.endswith("!"), query)
        )
    return redirects


def _header_lines(file: Path) -> list[HeaderRule]:
    """A path at a line's beginning, below it its headers, indented; the same header twice is joined."""
    rules: list[tuple[str, dict[str, str]]] = []
    for number, line in _lines(file):
        if not line[0].isspace():
            rules.append((line.strip(), {}))
            continue
        name, colon, value = line.strip().partition(":")
        if not colon or not rules:
            raise DeclarationInvalid(f"{file.name}, line {number}: expected `Name: value` below a path")
        values, key = rules[-1][1], name.strip().lower()
        values[key] = f"{values[key]}, {value.strip()}" if key in values else value.strip()
    return [HeaderRule(path_pattern(path), values) for path, values in rules]
