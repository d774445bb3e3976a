"""What the real `netlify build` makes of a repository, run from the zip by Node alone; and `netlify dev` before it."""

import http.client
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netlify import cli
from netlify.build.bytecode import fact
from netlify.build.gates import GLIBC, measure
from netlify.build.trees import Entry
from netlify.dev.__main__ import FLAGS
from netlify.local.workers import Limits
from netlify.postgres import free_port
from netlify.prove import artefact
from tests import system
from tests.platform.build.repository import HANDLERS, make_repository, netlify_build
from tests.platform.local.pools import running_pools
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database

pytestmark = pytest.mark.platform
FUNCTIONS = "/.netlify/functions"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small repository, built by the real command line."""
    system.require("netlify-cli")
    made = make_repository(tmp_path_factory.mktemp("small") / "repository")
    built = netlify_build(made)
    assert built.returncode == 0, built.stdout
    return made


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> dict[str, str]:
    """What a reading function needs to know, and a database with a course in it."""
    load_rows(database, write_course(tmp_path / "course"))
    return {"DATABASE_URL": database.url(), "SUPABASE_URL": "http://localhost:1", "SITE_URL": "http://localhost:1"}


def zip_of(repository: Path, name: str) -> Path:
    """Return the artefact of a function."""
    return repository / ".netlify" / "functions" / f"{name}.zip"


def test_each_function_has_its_own_files_its_limit_and_its_mode(repository: Path) -> None:
    """The manifest has every entry, streamed, with its rate limit; a zip holds its own bundle and no other."""
    manifest: dict[str, Any] = json.loads((repository / ".netlify" / "functions" / "manifest.json").read_text())
    functions = {function["name"]: function for function in manifest["functions"]}
    assert set(functions) == {"health", "list-modules", "trickle"}
    for name, function in functions.items():
        assert function["invocationMode"] == "stream"
        assert function["trafficRules"]["action"]["type"] == "rate_limit"
        with artefact.unzipped(zip_of(repository, name)) as folder:
            assert [bundle.name for bundle in (folder / ".bundles").iterdir()] == [name]
            told = json.loads((folder / ".bundles" / name / "python.json").read_text())["environment"]
            assert told["CONTEXT"] == "production", "what `netlify build` says that it builds for"
            assert artefact.highest_glibc(folder) <= GLIBC


@pytest.mark.parametrize("name", ["health", "list-modules"])
def test_the_gate_weighs_what_netlify_packs(repository: Path, name: str) -> None:
    """The size that the build reckons with, before there is a zip, is never below the zip's, and not far above it."""
    with artefact.unzipped(zip_of(repository, name)) as folder:
        bundle = folder / ".bundles" / name
        files = [file for file in bundle.rglob("*") if file.is_file()]
        reckoned = measure({str(file.relative_to(bundle)): Entry(file, fact(file)) for file in files}).zipped
    assert zip_of(repository, name).stat().st_size <= reckoned < 1.05 * zip_of(repository, name).stat().st_size


def test_the_site_is_configured_by_the_build(repository: Path) -> None:
    """config.json and _headers lie beside the pages."""
    assert set(json.loads((repository / "site" / "config.json").read_text())) == {
        "supabase_url",
        "supabase_publishable_key",
    }
    assert "Content-Security-Policy: default-src 'none'" in (repository / "site" / "_headers").read_text()


def test_a_buffered_function_answers_from_its_zip_alone(repository: Path, settings: dict[str, str]) -> None:
    """Node, the unzipped folder and three settings: the catalogue comes, again and again, from one Python."""
    with (
        artefact.unzipped(zip_of(repository, "list-modules")) as folder,
        artefact.served(folder, settings) as running,
    ):
        answers = [running.ask("GET", f"{FUNCTIONS}/list-modules") for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 200, 200], running.log.read_text()
        assert [module["title"] for module in json.loads(answers[0].body)["modules"]] == [
            "Cash flow",
            "Student loans",
            "Insurance",
        ]
        assert running.ask("GET", f"{FUNCTIONS}/list-modules/absent").status == 404


def test_it_opens_nothing_but_its_own_and_the_systems_files(
    repository: Path, settings: dict[str, str], tmp_path: Path
) -> None:
    """Traced while it starts and answers, the artefact reads below its folder, the system's libraries and /etc."""
    system.require("strace")
    with artefact.unzipped(zip_of(repository, "list-modules")) as folder:
        with artefact.served(folder, settings, tmp_path / "trace") as running:
            assert running.ask("GET", f"{FUNCTIONS}/list-modules").status == 200
        assert str(folder) in (tmp_path / "trace").read_text()
        assert artefact.opened_outside(tmp_path / "trace", folder) == []


def test_the_trace_would_show_a_foreign_file(tmp_path: Path) -> None:
    """A file of somebody's home that was opened is named; one that was looked for in vain is not."""
    trace = tmp_path / "trace"
    trace.write_text(
        f'1 openat(AT_FDCWD<{tmp_path}>, "a.pyc", O_RDONLY) = 3<{tmp_path}/a.pyc>\n'
        f'1 openat(AT_FDCWD<{tmp_path}>, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3</etc/hosts>\n'
        f'1 openat(AT_FDCWD<{tmp_path}>, "/home/someone/.pgpass", O_RDONLY) = -1 ENOENT (No such file or directory)\n'
        f'2 openat(AT_FDCWD<{tmp_path}>, "/home/someone/.config/id", O_RDONLY) = 4</home/someone/.config/id>\n'
    )
    assert artefact.opened_outside(trace, tmp_path) == ["/home/someone/.config/id"]


def streamed(port: int) -> list[tuple[float, float]]:
    """Ask for the trickle; return, for each line, when it was produced and when it was here."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"{FUNCTIONS}/trickle", headers={"host": f"localhost:{port}"})
    response = connection.getresponse()
    lines: list[tuple[float, float]] = []
    while line := response.readline():
        lines.append((float(line.split()[1]), time.monotonic()))
    connection.close()
    assert response.status == 200
    return lines


def assert_seen_before_the_last_is_produced(lines: list[tuple[float, float]]) -> None:
    """The first line was here before the handler made the last."""
    assert len(lines) == 3
    assert lines[0][1] < lines[2][0]


def test_a_stream_from_the_zip_is_seen_while_it_is_made(repository: Path) -> None:
    """Through Netlify's bootstrap, the entry, the bridge and the bundled Python, the first chunk is not kept back."""
    with artefact.unzipped(zip_of(repository, "trickle")) as folder, artefact.served(folder, {}) as running:
        assert_seen_before_the_last_is_produced(streamed(running.port))


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The local gateway with the streaming function."""
    with running_pools(tmp_path_factory.mktemp("gateway"), Limits()) as pools:
        (pools.handlers / "trickle.py").write_bytes((HANDLERS / "trickle.py").read_bytes())
        pools.offer()
        yield pools.origin.removesuffix(FUNCTIONS)


def test_a_stream_through_the_gateway_is_seen_while_it_is_made(gateway: str) -> None:
    """The local gateway hands on each chunk as it comes."""
    assert_seen_before_the_last_is_produced(streamed(int(gateway.rpartition(":")[2])))


def test_a_stream_through_netlify_dev_is_seen_while_it_is_made(repository: Path, gateway: str) -> None:
    """`netlify dev` → entry → gateway → Python: the first chunk is here before the last is made."""
    port = free_port()
    command = [
        "dev",
        *FLAGS,
        "--port",
        str(port),
        "--functions-port",
        str(free_port()),
        "--dir",
        "site",
        "--functions",
        "netlify/functions",
    ]
    process = subprocess.Popen(
        cli.command(command),
        cwd=repository,
        env=cli.environment({"MASTERCLASS_LOCAL_GATEWAY": gateway}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        wait_until_it_serves(process, port)
        assert_seen_before_the_last_is_produced(streamed(port))
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_it_serves(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until `netlify dev` answers for its page and has loaded its functions."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "netlify dev ended"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", f"{FUNCTIONS}/trickle", headers={"host": f"localhost:{port}"})
            if connection.getresponse().read().startswith(b"0 "):
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.3)
    raise AssertionError("netlify dev does not serve")


def test_a_missing_entry_ends_the_build_with_its_name(repository: Path) -> None:
    """`netlify build` fails on a handler without an entry, and says which file to add."""
    lonely = repository / "functions" / "lonely.py"
    lonely.write_text("def handler(event, context): ...\n")
    try:
        built = netlify_build(repository)
    finally:
        lonely.unlink()
    assert built.returncode != 0
    assert "netlify.build: the function lonely has no netlify/functions/lonely.mjs: add it." in built.stdout
