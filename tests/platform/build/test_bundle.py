"""A bundle built for real: everything in it can be imported by its own Python, and two builds are equal."""

import hashlib
import importlib.machinery
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from netlify.build import bundles, units
from netlify.build.bundles import built_tree
from netlify.build.interpreter import from_prefix
from netlify.build.units import make
from netlify.build.wheels import shelf

UNCHECKED_HASH = (1).to_bytes(4, "little")
SUFFIXES = tuple(importlib.machinery.EXTENSION_SUFFIXES)
IMPORT_ALL = """
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
outcomes = {}
for name in json.load(sys.stdin):
    try:
        importlib.import_module(name)
        outcomes[name] = ""
    except BaseException as error:
        outcomes[name] = f"{type(error).__name__}: {error}"
json.dump(outcomes, open(sys.argv[1], "w"))
"""


@pytest.fixture(scope="module", params=["list-modules", "ask-ai", "certificate", "reconcile-payments"])
def tree(request: pytest.FixtureRequest) -> Path:
    """The bundle of a function."""
    return built_tree(request.param)


def modules(folder: Path, below: str) -> Iterator[str]:
    """Yield the dotted name of every module that lies in a part of the bundle."""
    for path in sorted((folder / below).rglob("*")):
        name = str(path.relative_to(folder / below))
        suffix = next((suffix for suffix in (*SUFFIXES, ".pyc") if name.endswith(suffix)), None)
        if suffix and path.is_file():
            dotted = name.removesuffix(suffix).removesuffix("/__init__").replace("/", ".")
            if all(part.isidentifier() for part in dotted.split(".")) and not dotted.endswith("__main__"):
                yield dotted


def python(tree: Path, *arguments: str, given: str = "", environment: dict[str, str] | None = None) -> str:
    """Run the bundle's own Python with nothing else in the environment; return what it prints."""
    manifest = json.loads((tree / "python.json").read_text())
    search = ":".join(str(tree / entry) for entry in manifest["path"])
    finished = subprocess.run(
        [str(tree / manifest["interpreter"]), *arguments], cwd=tree, input=given, capture_output=True, text=True,
        env={"PYTHONPATH": search, **manifest["environment"], **(environment or {})}, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_every_module_that_stayed_can_be_imported(tree: Path, tmp_path: Path) -> None:
    """Trimming breaks no import: what fails here fails in the whole, untrimmed environment too, and for its reason."""
    parts = ("packages", "functions", "shared", *(("python/lib",) if tree.name == "list-modules" else ()))
    names = [name for part in parts for name in modules(tree, part) if name != "__init__python"]
    python(tree, "-c", IMPORT_ALL, str(tmp_path / "here"), given=json.dumps(names))
    here = json.loads((tmp_path / "here").read_text())
    assert len(here) == len(set(names)) > 200
    failed = {name: says for name, says in here.items() if says}
    untrimmed = f"import sys; sys.path.append({str(shelf('3.11'))!r})\n{IMPORT_ALL}"
    command = [sys.executable, "-I", "-S", "-c", untrimmed, str(tmp_path / "whole")]
    subprocess.run(command, input=json.dumps(list(failed)), text=True, check=True, capture_output=True)
    whole = json.loads((tmp_path / "whole").read_text())
    assert not {name: says for name, says in failed.items() if not whole[name]}


def test_the_tree_holds_bytecode_that_is_never_checked(tree: Path) -> None:
    """Every module is bytecode in its source's place, valid whatever the zip does to times; no source comes along."""
    compiled = list(tree.rglob("*.pyc"))
    assert len(compiled) > 300
    magic = importlib.util.MAGIC_NUMBER
    assert all(path.read_bytes()[:8] == magic + UNCHECKED_HASH for path in compiled)
    assert not [path for path in tree.rglob("*.py") if path.with_suffix(".pyc").exists()]
    assert not list(tree.rglob("__pycache__"))
    assert not [path for path in tree.rglob("*") if path.is_symlink()]


def test_what_a_function_cannot_need_is_not_there() -> None:
    """The catalogue's bundle holds no SDK, no pydantic, no tests, no headers and no installer."""
    tree = built_tree("list-modules")
    names = {path.name for path in (tree / "packages").iterdir()}
    assert not {name for name in names if name.startswith(("stripe", "openai", "boto", "pydantic"))}
    everything = {str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file()}
    assert not [name for name in everything if name.endswith((".pyi", ".c", ".h", ".pyx", "RECORD"))]
    assert not [name for name in everything if "/tests/" in name or "/test/" in name]
    assert not (everything & {"python/lib/ensurepip/__init__.pyc", "python/lib/tkinter/__init__.pyc"})


def test_metadata_and_licences_stay() -> None:
    """SDKs read their own version at import, and licences ask to come along."""
    tree = built_tree("ask-ai")
    code = "import importlib.metadata as m; print(m.version('openai'), m.version('psycopg'))"
    assert python(tree, "-c", code).split()
    assert list((tree / "packages").glob("openai-*.dist-info/licenses/LICENSE"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-c", "import sys; print(sys.argv)", "a", "-b"), "['-c', 'a', '-b']"),
        (("-S", "-X", "utf8", "-c", "print(1)"), "1"),
        (("-m", "base64", "-t"), "b'Aladdin:open sesame'\nb'QWxhZGRpbjpvcGVuIHNlc2FtZQ==\\n'\nb'Aladdin:open sesame'"),
        (("-c", "import ssl; print(ssl.create_default_context().cert_store_stats()['x509_ca'] > 100)"), "True"),
        (("-c", "from zoneinfo import ZoneInfo; import sqlite3"), None),
        (("-c", "import signal; print(signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN)"), "True"),
    ],
    ids=["-c", "flags", "-m", "certificates", "trimmed", "SIGPIPE"],
)
def test_the_interpreter_behaves_as_python(arguments: tuple[str, ...], said: str | None) -> None:
    """Options, -c, -m, PYTHONPATH, certificates and signals are as from any `python`; what was trimmed is absent."""
    tree = built_tree("list-modules")
    trusted = {"SSL_CERT_FILE": str(tree / "certificates.pem")}
    if said is None:
        with pytest.raises(AssertionError, match="No module named 'sqlite3'"):
            python(tree, *arguments, environment=trusted)
    else:
        assert python(tree, *arguments, environment=trusted).strip() == said


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Return mode and digest of every file below `folder`."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_builds_are_equal_and_the_second_of_one_has_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From empty caches the same tree comes out to the byte; unchanged, nothing is made again; damaged, it is."""
    made: list[dict[str, tuple[int, str]]] = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        monkeypatch.setattr(units, "STORE", folder / "units")
        monkeypatch.setattr(bundles, "BUNDLES", folder / "bundles")
        monkeypatch.setattr(bundles, "STAMPS", folder / "stamps")
        said: list[str] = []
        bundles.build(said.append, only=["health"])
        made.append(contents(folder / "bundles" / "health"))
        bundles.build(said.append, only=["health"])
        assert said[-1].startswith("1 bundles, 0 of them new")
    assert made[0] == made[1]
    assert len(made[0]) > 300
    shutil.rmtree(tmp_path / "2" / "bundles" / "health")
    bundles.build(only=["health"])
    assert contents(tmp_path / "2" / "bundles" / "health") == made[0]


def test_an_installed_python_is_laid_out_too(tmp_path: Path) -> None:
    """A complete Python, as uv installs it, runs from the bundle with its own standard library and no other."""
    interpreter = from_prefix(Path(sys.base_prefix), "this machine's")
    (unit,) = make([interpreter.plan])
    for path in unit.files:
        module = interpreter.module_of(path)
        if module is None or not module.startswith("test"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).hardlink_to(unit.folder / path)
    flags = interpreter.arguments[: interpreter.arguments.index("-c")]
    code = "import json, sys; print(json.__file__, sys.prefix, sys.path)"
    program = tmp_path / interpreter.program
    finished = subprocess.run([program, *flags, "-c", code], env={}, capture_output=True, text=True, check=True)
    file, prefix = finished.stdout.split()[:2]
    assert file.startswith(str(tmp_path))
    assert prefix == str(tmp_path / "python")
    assert finished.stderr == ""
