"""Which licence each pinned distribution says it is under, and whether a paid product may carry it."""

import importlib.metadata
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==[^\s;\\]+(?:\s*;\s*([^\\\n]+))?", re.MULTILINE)
# Permissive ones, and those whose terms a work that only imports them meets by naming them (MPL, LGPL).
_FINE = re.compile(
    r"(MIT|Apache|BSD|ISC|PSF|Python Software Foundation|Mozilla Public|MPL|LGPL|Public Domain|CNRI-Python|Unlicense)"
)
_NOT_FINE = re.compile(r"\b(AGPL|GPL|GNU (Affero )?General|SSPL|BUSL|Commons Clause|Proprietary)\b(?!.*Lesser)")
# What says nothing of it in its metadata, and where it does say it.
SAID_ELSEWHERE = {"axe-playwright-python": "MIT (its file LICENSE)", "pyrage": "MIT (its file LICENSE)"}


def findings() -> Iterator[str]:
    """Yield a sentence for each pinned distribution whose licence is unknown or not one that we may carry."""
    for name in sorted(pinned_here()):
        licence = licence_of(name)
        if licence is None:
            yield f"{name}: is pinned and not installed, so nobody knows its licence"
        elif not is_fine(licence):
            yield f"{name}: {licence or 'says nothing of its licence'}"


def pinned_here() -> set[str]:
    """Return the distributions that the requirement files pin for this platform."""
    found = (pin for file in sorted(ROOT.glob("requirements*.txt")) for pin in _PIN.findall(file.read_text("utf-8")))
    return {name.lower() for name, marker in found if not marker or Marker(marker.strip()).evaluate()}


def licence_of(name: str) -> str | None:
    """Return what a distribution says of its licence, "" where nothing; None where it is not installed."""
    if name in SAID_ELSEWHERE:
        return SAID_ELSEWHERE[name]
    try:
        metadata: Any = importlib.metadata.metadata(name)  # an e-mail's message, which its type does not say
    except importlib.metadata.PackageNotFoundError:
        return None
    classifiers: list[str] = metadata.get_all("Classifier") or []
    said = [value.rpartition(" :: ")[2] for value in classifiers if value.startswith("License ::")]
    return str(metadata.get("License-Expression") or "; ".join(said) or metadata.get("License") or "").split("\n")[0]


def is_fine(licence: str) -> bool:
    """Whether every part of a licence that applies together is one we may carry; of alternatives, one is enough."""
    return any(
        all(
            _FINE.search(part) and not _NOT_FINE.search(part) for part in re.split(r"\s+AND\s+|; ", choice.strip("() "))
        )
        for choice in re.split(r"\s+OR\s+", licence)
    )
