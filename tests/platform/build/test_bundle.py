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

from netlify.build import bundles, gates, trees, units
from netlify.build.bundles import built_tree
from netlify.build.interpreter import from_prefix
from netlify.build.paths import BuildRefused
from netlify.build.wheels import shelf
from tests.benchmarks.harness.children import Program, start
from tests.support.events import event

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
        [str(tree / manifest["interpreter"]), *arguments],
        cwd=tree,
        input=given,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": search, **manifest["environment"], **(environment or {})},
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def broken_by_trimming(tree: Path, names: list[str], folder: Path, *flags: str) -> dict[str, str]:
    """Import every module of `names` in the bundle; return what fails there and not in an untrimmed environment."""
    python(tree, *flags, "-c", IMPORT_ALL, str(folder / "here"), given=json.dumps(names))
    here = json.loads((folder / "here").read_text())
    assert len(here) == len(set(names)) > 200
    failed = {name: says for name, says in here.items() if says}
    untrimmed = f"import sys; sys.path.append({str(shelf('3.11'))!r})\n{IMPORT_ALL}"
    command = [sys.executable, "-I", "-S", "-c", untrimmed, str(folder / "whole")]
    subprocess.run(command, input=json.dumps(list(failed)), text=True, check=True, capture_output=True)
    whole = json.loads((folder / "whole").read_text())
    return {name: says for name, says in failed.items() if not whole[name]}


def test_every_module_that_stayed_can_be_imported(tree: Path, tmp_path: Path) -> None:
    """Trimming breaks no import: what fails here fails in the whole, untrimmed environment too, and for its reason."""
    parts = ("packages", "functions", "shared", *(("python/lib",) if tree.name == "list-modules" else ()))
    names = [name for part in parts for name in modules(tree, part) if name != "__init__python"]
    assert broken_by_trimming(tree, names, tmp_path) == {}


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


COMPILED_THE_SAME = """
import marshal, re
from netlify.runtime import precompiled
version, patterns, texts = marshal.load(open("compiled.marshal", "rb"))
fast = precompiled._pattern_compiler(patterns)
for pattern, flags in patterns:
    slowly, quickly = re._compiler.compile(pattern, flags), fast(pattern, flags)
    assert slowly == quickly and slowly.groupindex == quickly.groupindex, pattern
for (text, mode), code in texts.items():
    assert compile(text, "<string>", mode) == marshal.loads(code), text
print(len(patterns), len(texts))
"""


def test_a_bundle_that_cannot_be_imported_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of ours that fails when it is imported fails the build, which names the function and says why."""
    monkeypatch.setattr(bundles, "BUNDLES", tmp_path / "bundles")
    monkeypatch.setattr(trees, "PATH", ("packages",))
    with pytest.raises(BuildRefused, match=r"health cannot be imported from its bundle: .*No module named 'netlify'"):
        bundles.build(only=["health"])
    assert not (tmp_path / "bundles" / "health").exists()


def test_what_was_compiled_ahead_is_what_would_be_compiled(tree: Path) -> None:
    """Each pattern and each text of the table is, to its last instruction, what this Python makes of it."""
    patterns, texts = map(int, python(tree, "-c", COMPILED_THE_SAME).split())
    assert patterns > 50
    assert texts > 50


NOTHING_LEFT_TO_COMPILE = """
import builtins, re, sys
from netlify.runtime import lazy_modules, precompiled
lazy_modules.install()
precompiled.install("compiled.marshal")
compiled = []
parse, compile_text = re._parser.parse, builtins.compile
re._parser.parse = lambda *given: compiled.append(given[0]) or parse(*given)
builtins.compile = lambda *given, **how: compiled.append(given[0]) or compile_text(*given, **how)
from netlify.runtime.client import load
load(sys.argv[1])
print(compiled)
"""


def test_a_start_compiles_nothing(tree: Path) -> None:
    """A function is loaded without compiling a pattern or a text."""
    handler = json.loads((tree / "python.json").read_text())["handler"]
    assert python(tree, "-c", NOTHING_LEFT_TO_COMPILE, handler).strip() == "[]"


ERRORS = """
import json, psycopg, psycopg.errors as errors
named = [name for name in sys.argv[1].split() if not hasattr(errors, name)]
states = {name: (error.sqlstate, error.__mro__[1].__name__, error.__module__, error.__qualname__)
          for name, error in vars(errors).items() if isinstance(error, type) and issubclass(error, psycopg.Error)}
print(json.dumps([named, states]))
"""


def test_every_error_of_postgres_has_its_name() -> None:
    """Errors that are defined late have the same names, states, bases and homes, by whatever way they are asked for."""
    import psycopg.errors

    public = [name for name in vars(psycopg.errors) if not name.startswith("_")]
    missing, states = json.loads(python(built_tree("list-modules"), "-c", "import sys" + ERRORS, " ".join(public)))
    assert missing == []
    code = "import json, sys" + ERRORS
    whole = subprocess.run([sys.executable, "-c", code, ""], capture_output=True, text=True, check=True).stdout
    assert states == json.loads(whole)[1]
    assert len(states) > 250
    for first in (
        "errors.lookup('23505') is errors.UniqueViolation",
        "errors.lookup('unique_violation').sqlstate == '23505'",
        "errors.UniqueViolation.__mro__[1] is errors.IntegrityError",
        "errors.error_from_result.__globals__['_class_for_state']('23505') is errors.UniqueViolation",
        "errors.error_from_result.__globals__['_class_for_state']('MC401') is errors.DatabaseError",
        "not hasattr(errors, 'NoSuchError')",
        "__import__('pickle').loads(b'cpsycopg.errors\\nUniqueViolation\\n.') is errors.UniqueViolation",
    ):
        said = python(built_tree("list-modules"), "-c", f"from psycopg import errors; print({first})")
        assert (first, said.strip()) == (first, "True")


def test_encodings_are_guessed_by_who_asks() -> None:
    """What requests brings along to guess encodings is imported when something is guessed, and works then."""
    code = """
import sys, warnings
warnings.simplefilter("error")
import requests
assert "charset_normalizer" in sys.modules and "charset_normalizer.api" not in sys.modules
answer = requests.Response()
answer._content = "Gr\u00fc\u00dfe aus M\u00fcnchen, \u00fcber den D\u00e4chern".encode("latin-1") * 9
print(answer.apparent_encoding is not None, requests.compat.chardet.from_bytes(b"abc").best() is not None)
"""
    assert python(built_tree("checkout"), "-c", code).split() == ["True", "True"]


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


def test_checkouts_that_share_a_cache_have_their_own_bundles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another checkout built anew is no reason to take one's own old bundle for a new one."""
    for checkout, linkers in (("mine", bundles.LINKERS[1:]), ("other", bundles.LINKERS), ("mine", bundles.LINKERS)):
        monkeypatch.setattr(bundles, "BUNDLES", tmp_path / checkout)
        monkeypatch.setattr(bundles, "LINKERS", linkers)
        said: list[str] = []
        bundles.build(said.append, only=["health"])
        assert said[-1].startswith("1 bundles, 1 of them new"), checkout


@pytest.mark.parametrize("context", ["production", "deploy-preview"])
def test_a_bundle_knows_which_deploy_it_is_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, context: str) -> None:
    """Netlify tells CONTEXT to its build alone; a live Stripe key is taken from the production build's function."""
    monkeypatch.setattr(bundles, "BUNDLES", tmp_path / "bundles")
    bundles.build(only=["checkout"])
    said: list[str] = []
    monkeypatch.setenv("CONTEXT", context)
    bundles.build(said.append, only=["checkout"])
    assert said[-1].startswith("1 bundles, 0 of them new"), "the context is no reason to lay anything out again"
    code = (
        "from shared import settings\ntry: print(settings.payments().live)\n"
        "except settings.SettingMissing: print('refused')"
    )
    live = {"STRIPE_SECRET_KEY": "sk_" + "live_x", "STRIPE_PRICE_ID": "price_x"}
    told = python(tmp_path / "bundles" / "checkout", "-c", code, environment=live).strip()
    assert told == ("True" if context == "production" else "refused")


def test_a_bundle_with_an_installed_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a complete Python, as uv installs it, a bundle answers from itself and with no other standard library."""
    monkeypatch.setattr(units, "STORE", tmp_path / "units")
    monkeypatch.setattr(bundles, "BUNDLES", tmp_path / "bundles")
    monkeypatch.setattr(bundles, "choose", lambda: from_prefix(Path(sys.base_prefix), "this machine's"))
    monkeypatch.setattr(gates, "GLIBC", (9, 9))  # this machine's Python may want its newer C library
    bundles.build(only=["list-modules"])
    tree = tmp_path / "bundles" / "list-modules"
    manifest = json.loads((tree / "python.json").read_text())
    flags = manifest["arguments"][:-2]
    code = "import json, psycopg, sys; print(json.__file__, psycopg.__file__, sys.prefix)"
    found = python(tree, *flags, "-c", code).split()
    assert [Path(path).relative_to(tree).parts[0] for path in found] == ["python", "packages", "python"]
    library = manifest["interpreter"].replace("/bin/", "/lib/")
    names = [name for name in modules(tree, library) if not name.startswith("lib-dynload.")]
    assert broken_by_trimming(tree, names, tmp_path, *flags) == {}, "here no module is frozen into the program"
    environment = {
        "PYTHONPATH": ":".join(str(tree / entry) for entry in manifest["path"]),
        "_HANDLER": manifest["handler"],
        "MASTERCLASS_COMPILED": str(tree / "compiled.marshal"),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    command = [str(tree / manifest["interpreter"]), *manifest["arguments"]]
    started = start(Program(command, tree, environment), event("GET", "/list-modules"))
    assert started.status == 503, "it answers, and has no database to ask"
