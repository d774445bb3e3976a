"""A function's own tree, `.bundles/<name>`: links into the units, and the manifest that the bridge reads."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple

from netlify.build import trim
from netlify.build.bytecode import fact
from netlify.build.closure import Closure
from netlify.build.compiled import compile_ahead
from netlify.build.interpreter import Interpreter
from netlify.build.units import Unit

MANIFEST = "python.json"
PACKAGES = "packages"
CERTIFICATES = "certificates.pem"
COMPILED = "compiled.marshal"
PATH = (".", PACKAGES)
# Said here, `zoneinfo` need not ask sysconfig, which costs a cold start.
ENVIRONMENT = {"PYTHONTZPATH": "/usr/share/zoneinfo"}


class Entry(NamedTuple):
    """One file of a tree: what it is linked to, and its facts."""

    source: Path
    facts: Mapping[str, Any]


class Parts(NamedTuple):
    """What a function's tree is made of."""

    name: str
    closure: Closure
    interpreter: Interpreter
    python: Unit
    ours: Unit
    distributions: Sequence[Unit]
    certificates: Unit


def entries_of(parts: Parts) -> dict[str, Entry]:
    """Return every file of the tree by its path in it, native libraries by who needs them."""
    found = dict(_ours(parts))
    for unit in parts.distributions:
        found |= {
            f"{PACKAGES}/{path}": Entry(unit.folder / path, facts)
            for path, facts in unit.files.items()
            if trim.keeps_for(path, parts.closure.words)
        }
    certificates = "certifi/cacert.pem"
    found[CERTIFICATES] = Entry(parts.certificates.folder / certificates, parts.certificates.files[certificates])
    return found | _python(parts)


def lay_out(parts: Parts, entries: Mapping[str, Entry], folder: Path) -> dict[str, Entry]:
    """Make `folder` hold exactly `entries` and the compiled table; return them all."""
    shutil.rmtree(folder, ignore_errors=True)
    for parent in sorted({(folder / path).parent for path in entries}):
        parent.mkdir(parents=True, exist_ok=True)
    for path, entry in entries.items():
        _link(entry.source, folder / path)
    environment = {"PYTHONPATH": ":".join(str(folder / entry) for entry in PATH), **ENVIRONMENT}
    command = [str(folder / parts.interpreter.program), *parts.interpreter.arguments]
    (folder / COMPILED).write_bytes(compile_ahead(parts.name, command, environment, parts.closure))
    return {**entries, COMPILED: Entry(folder / COMPILED, fact(folder / COMPILED))}


def write_manifest(
    folder: Path, interpreter: Interpreter, module: str, context: str = "", settings: Sequence[str] = ()
) -> None:
    """Write what the bridge must know to start the tree's Python (netlify/runtime/bundle.mjs), if it is not there.

    `context` is Netlify's CONTEXT: its build is told, its functions are not (docs.netlify.com, "Environment variables
    and serverless functions"), and a live Stripe key wants to know (shared/settings.py). `settings` are the
    variables that the function is given of the project's.
    """
    values = {
        "interpreter": interpreter.program,
        "arguments": interpreter.arguments,
        "path": PATH,
        "handler": f"functions.{module}.handler",
        "environment": {**ENVIRONMENT, **({"CONTEXT": context} if context else {})},
        **({"settings": list(settings)} if settings else {}),
        "files": {"SSL_CERT_FILE": CERTIFICATES, "MASTERCLASS_COMPILED": COMPILED},
    }
    file, text = folder / MANIFEST, json.dumps(values, indent=1) + "\n"
    if not file.is_file() or file.read_text() != text:
        file.write_text(text)


def _ours(parts: Parts) -> Iterator[tuple[str, Entry]]:
    for file in parts.closure.files:
        path = file + "c" if file.endswith(".py") else file
        yield path, Entry(parts.ours.folder / path, parts.ours.files[path])


def _python(parts: Parts) -> dict[str, Entry]:
    reached = {name.split(".", 1)[0] for name in parts.closure.foreign}
    for unit in parts.distributions:
        reached |= {name.split(".", 1)[0] for name in unit.imports}
    reached |= _brought_along(parts, reached)
    kept: dict[str, Entry] = {}
    libraries: dict[str, Entry] = {}
    for path, facts in parts.python.files.items():
        module = parts.interpreter.module_of(path)
        entry = Entry(parts.python.folder / path, facts)
        if module is None and ".so" in path:
            libraries[path] = entry
        elif module is None or trim.keeps_module(module, reached):
            kept[path] = entry
    return kept | _needed(kept, libraries)


def _brought_along(parts: Parts, reached: Set[str]) -> set[str]:
    """What the rare modules of the standard library among `reached` import, and what those import, and so on."""
    imported: dict[str, set[str]] = {}
    for path, facts in parts.python.files.items():
        names = {name.split(".", 1)[0] for name in facts.get("imports", ())}
        imported.setdefault(parts.interpreter.module_of(path) or "", set()).update(names)
    waiting, found = [name for name in reached if name in trim.RARE], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [each for each in imported.get(name, ()) if each in trim.RARE]
    return found


def _needed(kept: Mapping[str, Entry], libraries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Of the interpreter's own shared libraries, those that something kept needs, directly or not."""
    by_name = {path.rpartition("/")[2]: path for path in libraries}
    waiting = [name for entry in kept.values() for name in entry.facts.get("needed", ())]
    found: dict[str, Entry] = {}
    while waiting:
        path = by_name.get(waiting.pop())
        if path and path not in found:
            found[path] = libraries[path]
            waiting += libraries[path].facts.get("needed", ())
    return found


def _link(source: Path, destination: Path) -> None:
    try:
        os.link(source, destination)
    except OSError:  # another file system
        shutil.copy2(source, destination)
