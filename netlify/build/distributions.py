"""Which distributions a function carries: those it imports, and what those say they require."""

import re
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from netlify.build.paths import BuildRefused

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?([^;]*)(?:;(.*))?$")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")


class Requirement(NamedTuple):
    """`name` with `extras`; wanted only where the requiring distribution was asked for with `only_for`, if any."""

    name: str
    extras: frozenset[str]
    only_for: str


class Distribution(NamedTuple):
    """An unpacked wheel; `files` are relative to the shelf, `modules` its top-level names."""

    name: str
    version: str
    files: tuple[str, ...]
    modules: frozenset[str]
    requires: tuple[Requirement, ...]


class Shelf:
    """The unpacked wheels of a folder; `extras` says with which extras a distribution is asked for by us."""

    def __init__(self, folder: Path, extras: Mapping[str, frozenset[str]]):
        self.folder = folder
        self._extras = extras
        read = [_distribution(found) for found in metadata.distributions(path=[str(folder)])]
        self.distributions = {distribution.name: distribution for distribution in read}
        self._owners: dict[str, set[str]] = {}
        for distribution in read:
            for module in distribution.modules:
                self._owners.setdefault(module, set()).add(distribution.name)

    def owners(self, dotted: str) -> set[str]:
        """Return the distributions that may hold the module `dotted`."""
        return self._owners.get(dotted.split(".", 1)[0], set())

    def closure(self, imported: Iterable[str]) -> list[Distribution]:
        """Return the distributions of the `imported` names and all that they require."""
        waiting = [
            (name, self._extras.get(name, frozenset[str]())) for dotted in imported for name in self.owners(dotted)
        ]
        reached: dict[str, frozenset[str]] = {}
        while waiting:
            name, extras = waiting.pop()
            if name in reached and extras <= reached[name]:
                continue
            reached[name] = reached.get(name, frozenset()) | extras
            waiting += [
                (wanted.name, wanted.extras)
                for wanted in self.distributions[name].requires
                if wanted.name in self.distributions and (not wanted.only_for or wanted.only_for in reached[name])
            ]
        return [self.distributions[name] for name in sorted(reached)]


def extras_asked_for(requirements_in: Path) -> dict[str, frozenset[str]]:
    """Return the extras that `requirements_in` asks for, by distribution: {"psycopg": {"binary"}}."""
    lines = [line.partition("#")[0].strip() for line in requirements_in.read_text().splitlines()]
    asked = [parse_requirement(line) for line in lines if line and not line.startswith("-")]
    return {requirement.name: requirement.extras for requirement in asked}


def parse_requirement(text: str) -> Requirement:
    """Return a requirement as metadata spell it; raises BuildRefused."""
    match = _REQUIREMENT.match(text)
    if match is None:
        raise BuildRefused(f"this is no requirement: {text}")
    extras = frozenset(extra.strip() for extra in (match[2] or "").split(",") if extra.strip())
    only_for = _EXTRA.search(match[4] or "")
    return Requirement(normalized(match[1]), extras, only_for[1] if only_for else "")


def normalized(name: str) -> str:
    """Return `name` as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _distribution(found: metadata.Distribution) -> Distribution:
    files = tuple(sorted(str(file) for file in found.files or () if ".." not in file.parts))
    return Distribution(
        name=normalized(found.metadata["Name"]),
        version=found.version,
        files=files,
        modules=frozenset(_top_level(file) for file in files if ".dist-info/" not in file),
        requires=tuple(parse_requirement(line) for line in found.requires or ()),
    )


def _top_level(file: str) -> str:
    return file.split("/", 1)[0].split(".", 1)[0]
