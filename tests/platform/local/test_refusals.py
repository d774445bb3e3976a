"""What `make run` cannot work with is said in one clear sentence, and the exit code is not 0."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from netlify.postgres import EmbeddedPostgres, free_port
from tests.platform.local.stranger import Stranger
from tests.support.running import PLATFORM, Running, bare_environment

OTHER_LOOPBACK = [(socket.AF_INET6, "::1")] if Path("/proc/net/if_inet6").exists() else []


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[..., str]:
    """Start the platform where it cannot work and return the one sentence that it says."""

    def start(data: Path | None = None, port: int | str = "", **more: str) -> str:
        folder = tmp_path / "data" if data is None else data
        with Running(bare_environment(port or free_port(), folder, **more), command=PLATFORM) as running:
            running.process.wait(60)
            everyone = running.said()
            assert running.ended() == 1, everyone
        said = [line for line in running.lines if line]
        assert len(said) == 1, running.said()
        assert said[0].startswith("make run: ")
        assert "Traceback" not in said[0]
        return said[0].removeprefix("make run: ")

    return start


def test_a_taken_port(refusal: Callable[..., str]) -> None:
    """A program on the port is named, with the way out, also one that holds it for the other loopback alone."""
    for family, address in [(socket.AF_INET, "127.0.0.1"), *OTHER_LOOPBACK]:
        with socket.create_server((address, 0), family=family) as taken:
            port = taken.getsockname()[1]
            assert refusal(port=port) == f"port {port} is taken; choose another with PORT=…"


@pytest.mark.parametrize("port", ["none", "0", "65536", "-1", "80.5", "8888 "])
def test_a_port_that_is_none(refusal: Callable[..., str], port: str) -> None:
    """PORT is a number from 1 to 65535."""
    assert refusal(port=port) == f"PORT must be a number between 1 and 65535, not {port!r}."


def test_data_is_a_file(refusal: Callable[..., str], tmp_path: Path) -> None:
    """DATA that is a file is refused, and left as it was."""
    (tmp_path / "file").write_text("mine")
    assert refusal(tmp_path / "file") == f"DATA ({tmp_path / 'file'}) cannot be used: File exists."
    assert (tmp_path / "file").read_text() == "mine"


def test_data_below_a_file(refusal: Callable[..., str], tmp_path: Path) -> None:
    """A path that leads through a file is refused."""
    (tmp_path / "file").write_text("mine")
    assert "cannot be used: Not a directory" in refusal(tmp_path / "file" / "data")


def test_data_that_may_not_be_written(refusal: Callable[..., str], tmp_path: Path) -> None:
    """A folder that lets nobody write into it is refused (for root, who may write everywhere, one of the kernel's)."""
    closed = Path("/proc/self") if os.geteuid() == 0 else tmp_path / "closed"
    closed.mkdir(mode=0o500, exist_ok=True)
    assert refusal(closed / "data").startswith(f"DATA ({closed / 'data'}) cannot be used: ")


@pytest.mark.parametrize("place", ["postgres", "secrets", "objects", "public", "environment.json", "lock"])
def test_data_with_something_in_the_way(refusal: Callable[..., str], tmp_path: Path, place: str) -> None:
    """A file where a folder should be, or a folder where a file should be, is named."""
    (tmp_path / "data").mkdir()
    if "." in place or place == "lock":
        (tmp_path / "data" / place).mkdir()
    else:
        (tmp_path / "data" / place).write_text("in the way")
    assert place in refusal() or place == "lock"


@pytest.mark.parametrize("broken", ["PG_VERSION", "global/pg_control", "base", "pg_wal"])
def test_a_corrupted_database(refusal: Callable[..., str], tmp_path: Path, broken: str) -> None:
    """A database that lost a part of itself is refused in Postgres' own words, and nothing of it keeps running."""
    made(tmp_path / "data")
    lost = tmp_path / "data" / "postgres" / "data" / broken
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    assert refusal().startswith("Postgres ")


def test_a_database_of_another_version(refusal: Callable[..., str], tmp_path: Path) -> None:
    """A database that an older Postgres made is refused, saying so."""
    made(tmp_path / "data")
    (tmp_path / "data" / "postgres" / "data" / "PG_VERSION").write_text("15\n")
    assert "incompatible" in refusal()


def test_data_in_use(refusal: Callable[..., str], running: Stranger) -> None:
    """DATA of an instance that runs is refused, and that one goes on."""
    assert refusal(running.data) == f"{running.data} is in use by another `make run`; choose another folder with DATA=…"
    assert running.function("list-modules").status_code == 200


def test_another_postgres_is_left_alone(tmp_path: Path) -> None:
    """A lock file that names a process of somebody else's ends nothing: process ids are used again."""
    made(tmp_path / "data")
    bystander = Running({"PATH": os.defpath}, command=["sleep", "600"])
    lock = tmp_path / "data" / "postgres" / "data" / "postmaster.pid"
    lock.write_text(f"{bystander.process.pid}\n{lock.parent}\n")
    with bystander, Running(bare_environment(free_port(), tmp_path / "data")) as running:
        running.wait_for("ready")
        assert bystander.process.poll() is None


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"SUPABASE_URL": "https://project.example"}, "SUPABASE_URL is set: DATABASE_URL must"),
        ({"DATABASE_URL": "postgresql://h/d"}, "DATABASE_URL is set: SUPABASE_URL must"),
        ({"STRIPE_SECRET_KEY": "sk_live_x", "STRIPE_PRICE_ID": "p"}, "is a live key"),
        ({"STRIPE_SECRET_KEY": "sk_test_x"}, "STRIPE_PRICE_ID must name"),
        ({"OPENAI_BASE_URL": "https://host/v1?key=x"}, "OPENAI_BASE_URL must be"),
    ],
)
def test_half_of_a_real_service(refusal: Callable[..., str], settings: dict[str, str], says: str) -> None:
    """A setting that misses its other half, or belongs to production, is named."""
    assert says in refusal(**settings)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("no equals sign", ".env:2: this line is not NAME=value."),
        ("PROT=9000", ".env:2: there is no setting PROT (.env.example has them all)."),
        ("PORT=none", "PORT must be a number between 1 and 65535, not 'none'."),
    ],
)
def test_a_broken_env_file(clone: Path, tmp_path: Path, line: str, says: str) -> None:
    """A line of .env that cannot be is named with its number."""
    (clone / ".env").write_text(f"# mine\n{line}\n")
    environment = {**bare_environment("", tmp_path / "data"), "PORT": ""}
    try:
        with Running(environment, clone, ["make", "run"]) as running:
            running.process.wait(90)
    finally:
        (clone / ".env").unlink()
    assert running.process.returncode != 0
    assert f"make run: {says}" in running.lines


def test_a_course_that_cannot_be_loaded(clone: Path, tmp_path: Path) -> None:
    """A mistake in the course is said with file and line, the exit code is not 0, and no process is left."""
    file = clone / "sql" / "course" / "01-cash-flow-and-net-worth" / "lesson.md"
    whole = file.read_text()
    file.write_text(whole.replace("\nsummary:", "\nsumary:", 1))
    line = 2 + whole[: whole.index("\nsummary:")].count("\n")
    try:
        with Running(bare_environment(free_port(), tmp_path / "data"), clone, ["make", "run"]) as running:
            running.process.wait(90)
    finally:
        file.write_text(whole)
    assert running.process.returncode != 0
    place = "sql/course/01-cash-flow-and-net-worth/lesson.md"
    assert f"{place}:{line}: there is no field 'sumary' here; remove it or correct its name" in running.lines
    assert "Traceback" not in running.said()


def test_data_of_an_older_version(refusal: Callable[..., str], tmp_path: Path) -> None:
    """A database that older migrations made is refused with what to type, and nothing in it is changed."""
    data = tmp_path / "data"
    made(data, "create schema masterclass; create table masterclass.schema_migrations as select '0045' as version")
    assert refusal(data) == (
        "The database in DATA was made by another version of this project. It has the schema of an older version, which"
        f" this one cannot take over. Type DATA={data}-new make run to begin beside it, or rm -r {data} to give it up."
    )
    postgres = EmbeddedPostgres(data / "postgres", "a-password")
    postgres.start()
    with psycopg.connect(postgres.url("masterclass")) as connection:
        assert connection.execute("select version from masterclass.schema_migrations").fetchall() == [("0045",)]
    postgres.stop()


def made(data: Path, script: str = "") -> None:
    """Leave in `data` what a first run leaves, without running the rest of the platform."""
    folder = data / "postgres"
    folder.mkdir(parents=True)
    postgres = EmbeddedPostgres(folder, "a-password")
    postgres.start()
    if script:
        with psycopg.connect(postgres.url(), autocommit=True) as connection:
            connection.execute("create database masterclass")
        with psycopg.connect(postgres.url("masterclass"), autocommit=True) as connection:
            connection.execute(script.encode())
    postgres.stop()
    (data / "secrets").mkdir(mode=0o700)
    (data / "secrets" / "database-superuser").write_text("a-password")
