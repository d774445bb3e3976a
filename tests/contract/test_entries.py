"""Entries, Python handlers, netlify.toml and the OpenAPI document say the same; what is missing is named."""

import json
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from netlify.build.site import write_included_files
from netlify.catalog import static_config
from netlify.local.cron import parse
from netlify.prove.probes import PROBES
from shared.operations.jobs import JOBS
from shared.operations.openapi import PARTS, document
from tests.support import functions

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = ROOT / "netlify" / "functions"
NAMES = functions.names()
ENTRY = re.compile(
    r'import \{ pythonFunction \} from "\.\./runtime/python-function\.mjs";\n'
    r'export default pythonFunction\("(?P<name>[a-z-]+)"(?P<scheduled>, \{ seconds: 30 \})?\);\n'
    r"export const config = \{ [^\n]+ \};\n"
)
SCHEDULE = re.compile(r"@(?:hourly|daily|weekly|monthly|yearly)|(?:[\d*/,-]+ ){4}[\d*/,-]+")
LONGEST_WINDOW_SECONDS = 180  # docs.netlify.com, "Rate limiting"


def entry(name: str) -> str:
    """Return the source of an entry, or fail naming the file to add."""
    file = ENTRIES / f"{name}.mjs"
    assert file.is_file(), f"add {file.relative_to(ROOT)}: functions/{name.replace('-', '_')}.py has no entry"
    return file.read_text()


def config(name: str) -> dict[str, Any]:
    """Return the configuration of an entry."""
    return static_config(entry(name))


def toml() -> dict[str, Any]:
    """Return netlify.toml."""
    return tomllib.loads((ROOT / "netlify.toml").read_text())


@pytest.mark.parametrize("name", NAMES)
def test_every_handler_has_its_entry_of_three_lines(name: str) -> None:
    """`functions/<name>.py` is served by `netlify/functions/<name>.mjs`, whose three lines name it."""
    match = ENTRY.fullmatch(entry(name))
    assert match, f"netlify/functions/{name}.mjs is not the three lines of an entry"
    assert match["name"] == name, f"netlify/functions/{name}.mjs serves {match['name']}"
    assert bool(match["scheduled"]) == ("schedule" in config(name)), "a scheduled function has { seconds: 30 }"


def test_every_schedule_has_its_job() -> None:
    """Each scheduled function is in the one list of jobs, and starts as often as that says."""
    scheduled = {name: config(name)["schedule"] for name in NAMES if "schedule" in config(name)}
    assert scheduled.keys() == JOBS.keys(), "shared/operations/jobs.py lists every job there is"
    for name, schedule in scheduled.items():
        first = parse(schedule).next_after(datetime.now(UTC))
        seconds = (parse(schedule).next_after(first) - first).total_seconds()
        assert seconds == JOBS[name].every_seconds, name


@pytest.mark.parametrize("file", sorted(ENTRIES.glob("*.mjs")), ids=lambda file: file.stem)
def test_every_entry_has_its_handler(file: Path) -> None:
    """An entry whose Python is not there would answer 500 to everyone."""
    assert file.stem in NAMES, f"add functions/{file.stem.replace('-', '_')}.py, or remove {file.relative_to(ROOT)}"


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_says_when_it_runs_or_how_often_it_may_be_called(name: str) -> None:
    """A scheduled function has a schedule; every other is limited for each address, within Netlify's window."""
    given = config(name)
    if "schedule" in given:
        assert SCHEDULE.fullmatch(given["schedule"]), given
        return
    limit = given["rateLimit"]
    assert 30 <= limit["windowLimit"] <= 6000
    assert 10 <= limit["windowSize"] <= LONGEST_WINDOW_SECONDS
    assert limit["aggregateBy"] == ["ip", "domain"]


@pytest.mark.parametrize("name", NAMES)
def test_every_function_is_described(name: str) -> None:
    """`docs/openapi/<name>.yaml` describes the paths of that function and no other."""
    file = PARTS / f"{name}.yaml"
    assert file.is_file(), f"add {file.relative_to(ROOT)}: the function {name} is not described"
    assert any(path.split("/")[1] == name for path in document()["paths"])


def test_nothing_is_described_that_is_not_there() -> None:
    """No part of the OpenAPI document outlives its function."""
    described = {path.stem for path in PARTS.glob("[!_]*.yaml")} | {path.split("/")[1] for path in document()["paths"]}
    stale = sorted(described - set(NAMES))
    assert not stale, f"remove docs/openapi/<name>.yaml, or add functions/<name>.py, for {', '.join(stale)}"


def test_netlify_builds_what_is_here() -> None:
    """netlify.toml calls the build, finds the entries and asks for the Python of .python-version."""
    declared = toml()
    assert declared["build"]["command"] == "python -m netlify.build"
    assert ROOT / declared["functions"]["directory"] == ENTRIES
    assert declared["build"]["environment"]["PYTHON_VERSION"] == (ROOT / ".python-version").read_text().strip()


def test_no_function_is_given_the_files_of_another(tmp_path: Path) -> None:
    """`included_files` is the build's to write, for each function its own bundle; netlify.toml has none for all."""
    declared = toml()["functions"]
    assert "included_files" not in declared, "under [functions] every function would carry every file"
    written = json.loads(write_included_files(NAMES, tmp_path).read_text())["functions"]
    assert written == {name: {"included_files": [f".bundles/{name}/**"]} for name in NAMES}
    tables = {name for name, value in declared.items() if isinstance(value, dict)}
    assert tables <= set(NAMES), f"netlify.toml configures functions that are not there: {sorted(tables - set(NAMES))}"


@pytest.mark.parametrize("name", NAMES)
def test_make_netlify_has_a_question_for_every_function(name: str) -> None:
    """Each artefact is asked something that it answers: a question of its own, or what GET on its address gives."""
    asked_anyway = any(route.method == "GET" and route.path == "/" for route in functions.handler_of(name).routes)
    scheduled = "schedule" in config(name)
    assert name in PROBES or asked_anyway or scheduled, f"add {name} to PROBES in netlify/prove/probes.py"
