"""Which functions there are: `functions/*.py` are the handlers, `netlify/functions/*.mjs` say when they run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_TOKENS = re.compile(
    r"""\s+ | //[^\n]* | /\*.*?\*/
      | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`$\\]*`)
      | (?P<number>-?\d[\d_]*(?:\.\d+)?)
      | (?P<word>[A-Za-z_$][\w$]*)
      | (?P<mark>[{}\[\],:])""",
    re.VERBOSE | re.DOTALL,
)
_CONFIG = re.compile(r"export\s+const\s+config\b[^=]*=\s*(?=\{)")
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}


class ConfigNotStatic(Exception):
    """An entry's `config` is more than a literal object, so Netlify could not read it either."""


class FunctionEntry(NamedTuple):
    """One function: `name` is its address, `module` its Python file's module name."""

    name: str
    module: str
    schedule: str
    background: bool


def discover(entries: Path, handlers: Path) -> dict[str, FunctionEntry]:
    """Return every function by name: those with a Python file, and those whose entry lacks its Python file."""
    modules = {path.stem for path in handlers.glob("*.py") if not path.stem.startswith("_")}
    modules |= {path.stem.replace("-", "_") for path in entries.glob("*.mjs") if not path.stem.startswith("_")}
    return {entry.name: entry for entry in (_entry(module, entries) for module in sorted(modules))}


def _entry(module: str, entries: Path) -> FunctionEntry:
    name = module.replace("_", "-")
    file = entries / f"{name}.mjs"
    config = static_config(file.read_text("utf-8")) if file.is_file() else {}
    return FunctionEntry(
        name=name,
        module=module,
        schedule=str(config.get("schedule") or ""),
        background=name.endswith("-background") or config.get("background") is True,
    )


def static_config(source: str) -> dict[str, Any]:
    """Return the object of `export const config = {…}`, empty where there is none; raises ConfigNotStatic."""
    begins = _CONFIG.search(source)
    if begins is None:
        return {}
    tokens = _tokens(source, begins.end())
    try:
        return _value(next(tokens), tokens)
    except (StopIteration, RuntimeError, KeyError, TypeError):
        raise ConfigNotStatic("config must be a literal object") from None


def _tokens(source: str, position: int) -> Iterator[re.Match[str]]:
    while match := _TOKENS.match(source, position):
        position = match.end()
        if match.lastgroup is not None:
            yield match
    raise ConfigNotStatic("config must be a literal object")


def _value(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> Any:
    text = token.group()
    if token.lastgroup == "string":
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if token.lastgroup == "number":
        return float(text) if "." in text else int(text)
    if token.lastgroup == "word":
        return _WORDS[text]
    return dict(_members(tokens)) if text == "{" else list(_items(tokens))


def _members(tokens: Iterator[re.Match[str]]) -> Iterator[tuple[str, Any]]:
    while (key := next(tokens)).group() != "}":
        if key.group() == ",":
            continue
        if next(tokens).group() != ":":
            raise ConfigNotStatic("config must be a literal object")
        yield key.group().strip("\"'"), _value(next(tokens), tokens)


def _items(tokens: Iterator[re.Match[str]]) -> Iterator[Any]:
    while (token := next(tokens)).group() != "]":
        if token.group() != ",":
            yield _value(token, tokens)
