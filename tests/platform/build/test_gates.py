"""What Netlify could not run is refused by the build, with one message that names the culprit."""

import re
from pathlib import Path
from typing import Any

import psycopg_binary
import pytest

from netlify.build import __main__ as command
from netlify.build import variables
from netlify.build.bytecode import fact
from netlify.build.elf import NotElf, read_elf
from netlify.build.gates import MEGABYTE, check, measure
from netlify.build.paths import BuildRefused
from netlify.build.trees import Entry

NATIVE = next(Path(psycopg_binary.__path__[0]).glob("pq*.so"))


def wanting(folder: Path, version: bytes = b"2.14") -> dict[str, Entry]:
    """Return a tree of one real native library that wants GLIBC of `version` where it wanted 2.14."""
    file = folder / "native.so"
    file.write_bytes(NATIVE.read_bytes().replace(b"GLIBC_2.14", b"GLIBC_" + version))
    return {"packages/native.so": Entry(file, fact(file))}


def of_size(**facts: Any) -> dict[str, Entry]:
    """Return a tree of one file with made-up facts."""
    return {"packages/heavy/model.bin": Entry(Path("nowhere"), {"size": 1, "zipped": 1, **facts})}


def test_a_library_as_it_is_passes(tmp_path: Path) -> None:
    """A manylinux2014 library wants no more than GLIBC_2.17, and the gate sees which version."""
    assert (2, 2) <= check("progress", wanting(tmp_path)).glibc <= (2, 17)


@pytest.mark.parametrize("version", [b"2.35", b"2.38", b"9.10"])
def test_a_newer_symbol_is_refused(tmp_path: Path, version: bytes) -> None:
    """One symbol newer than GLIBC_2.34 in one library ends the build, and the message says all three names."""
    wanted = f"GLIBC_{version.decode()}"
    entries = wanting(tmp_path, version)
    message = rf"progress: packages/native\.so needs {wanted}, and Netlify's machines have GLIBC_2\.34\."
    with pytest.raises(BuildRefused, match=message):
        check("progress", entries)


def test_the_newest_symbol_that_is_there_passes(tmp_path: Path) -> None:
    """GLIBC_2.34 itself is there: the gate is no stricter than the machine."""
    assert check("progress", wanting(tmp_path, b"2.34")).glibc == (2, 34)


def test_a_library_for_another_machine_is_refused(tmp_path: Path) -> None:
    """An aarch64 library would fail at its first import."""
    content = bytearray(NATIVE.read_bytes())
    content[18:20] = (183).to_bytes(2, "little")
    (tmp_path / "native.so").write_bytes(content)
    entries = {"packages/native.so": Entry(tmp_path / "native.so", fact(tmp_path / "native.so"))}
    with pytest.raises(BuildRefused, match="made for another machine"):
        check("progress", entries)


@pytest.mark.parametrize("length", [0, 4, 63, 200, 5000])
def test_a_damaged_library_is_refused(tmp_path: Path, length: int) -> None:
    """Cut short anywhere, an ELF is a message and no traceback."""
    content = NATIVE.read_bytes()[:length]
    with pytest.raises(NotElf):
        read_elf(content)
    if length >= 4:
        (tmp_path / "native.so").write_bytes(content)
        entries = {"packages/native.so": Entry(tmp_path / "native.so", fact(tmp_path / "native.so"))}
        with pytest.raises(BuildRefused, match=r"packages/native\.so is"):
            check("progress", entries)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"zipped": int(49.2 * MEGABYTE)}, r"50\.\d MB \(zip\) and Netlify takes 50; most of it: packages/heavy 49\.2"),
        ({"size": 250 * MEGABYTE}, r"250\.\d MB \(unzipped\) and Netlify takes 250; most of it: packages/heavy 250\.0"),
    ],
)
def test_too_much_is_refused(facts: dict[str, Any], message: str) -> None:
    """A zip over 50 MB or a tree over 250 MB ends the build, and the message says what weighs most."""
    with pytest.raises(BuildRefused, match=f"certificate is {message}"):
        check("certificate", of_size(**facts))


def test_just_below_the_limits_passes() -> None:
    """49 MB and 249 MB are what Netlify takes."""
    assert check("certificate", of_size(zipped=49 * MEGABYTE, size=249 * MEGABYTE)).zipped < 50 * MEGABYTE


def test_what_the_zip_says_of_each_file_is_counted() -> None:
    """Many small files weigh more than their bytes."""
    one = measure(of_size()).zipped
    many = measure({f"packages/{number}": Entry(Path(), {"size": 0, "zipped": 0}) for number in range(10_000)})
    assert many.zipped > one + 1_000_000


def test_every_setting_is_weighed() -> None:
    """The names come from settings.py itself: whatever it reads counts, except what no function is given."""
    names = variables.names()
    read = set(re.findall(r'\b(?:read\w*|require)\("([A-Z0-9_]+)"', variables.SETTINGS.read_text()))
    assert {"DATABASE_URL", "AI_OUTPUT_TOKENS", "AI_DEADLINE_SECONDS"} <= read
    assert set(names) == read - variables.NOT_FOR_FUNCTIONS
    assert variables.check({}) <= variables.ROOM_BYTES, "settings are to be merged, or shorter"


def test_variables_that_could_pass_4_kb_are_refused(tmp_path: Path) -> None:
    """A long value, or a settings file that reads too many, ends the build naming the longest."""
    with pytest.raises(
        BuildRefused, match=r"could take \d+ bytes, and a function gets 4096 .*SUPABASE_JWT_SECRET 2019"
    ):
        variables.check({"SUPABASE_JWT_SECRET": "x" * 2000})
    greedy = tmp_path / "settings.py"
    greedy.write_text("\n".join(f'require("A_SETTING_WITH_A_LONG_NAME_{number}")' for number in range(60)))
    with pytest.raises(BuildRefused, match="could take"):
        variables.check({}, greedy)


REFUSED_DATABASES = {
    "postgresql://postgres.ref:secret@aws-0-us-east-1.pooler.supabase.com:6543/postgres": "does not sign in as",
    "postgresql://postgres:secret@db.ref.supabase.co:5432/postgres": "does not sign in as",
    "postgresql://masterclass_functions.ref:secret@aws-0-us-east-1.pooler.supabase.com:5432/postgres": "port 6543",
    "postgresql://masterclass_functions:secret@db.ref.supabase.co/postgres": "port 6543",
    "postgresql://masterclass_functions:secret@host:none/postgres": "no address",
    "secret": "no address",
}


@pytest.mark.parametrize(("url", "says"), REFUSED_DATABASES.items())
def test_production_is_not_built_past_the_pooler_or_as_the_owner(url: str, says: str) -> None:
    """The functions' login through the transaction pooler, or the build says why not, without a secret."""
    with pytest.raises(BuildRefused, match=says) as refused:
        variables.check_database({"CONTEXT": "production", "DATABASE_URL": url})
    assert "secret" not in str(refused.value)
    variables.check_database({"CONTEXT": "deploy-preview", "DATABASE_URL": url})


def test_production_is_built_through_the_pooler() -> None:
    """Supabase's shared pooler and a project's own one are both on 6543."""
    for host in ("aws-0-us-east-1.pooler.supabase.com", "db.ref.supabase.co"):
        url = f"postgresql://masterclass_functions.ref:secret@{host}:6543/postgres"
        variables.check_database({"CONTEXT": "production", "DATABASE_URL": url})
        second = url.replace("masterclass_functions", "masterclass_functions_b")  # while the password is changed
        variables.check_database({"CONTEXT": "production", "DATABASE_URL": second})
    variables.check_database({"CONTEXT": "production"})


def test_netlify_without_a_project_is_refused_before_anything_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A first deploy that nobody gave its variables says so at once, and not after all bundles were made."""
    monkeypatch.setenv("NETLIFY", "true")
    for name in ("NETLIFY_LOCAL", "SUPABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    built: list[object] = []
    monkeypatch.setattr(command, "build", built.append)
    assert command.main() == 1
    assert built == []
    assert "netlify.build: SUPABASE_URL is not set" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["https://host/v1?key=1", "https://user:secret@host/v1", "host/v1", "https://host/#v1"])
def test_an_address_of_the_guide_that_cannot_be_added_to(url: str) -> None:
    """A base URL with a query, a login or without a scheme is refused before anything is built, and not repeated."""
    with pytest.raises(BuildRefused, match="OPENAI_BASE_URL must be") as refused:
        variables.check_guide({"OPENAI_BASE_URL": url})
    assert url not in str(refused.value)
    variables.check_guide({"OPENAI_BASE_URL": "https://host.example:8443/openai/v1/"})
    variables.check_guide({})
