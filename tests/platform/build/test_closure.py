"""What a function carries is what its sources can import: no more, and nothing less."""

import sys
from pathlib import Path

import pytest

from netlify.build import trim
from netlify.build.bundles import parts_of, plan
from netlify.build.closure import Sources, function_closure
from netlify.build.distributions import Shelf, parse_requirement
from netlify.build.imports import imported_names
from netlify.build.interpreter import from_prefix
from netlify.build.paths import ROOT, BuildRefused

SDKS = {"stripe", "openai", "boto3", "pydantic"}
NONE: set[str] = set()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (b"import a.b, c", {"a.b", "c"}),
        (b"def call():\n    from sdk import Client", {"sdk", "sdk.Client"}),
        (b"try:\n    import fast\nexcept ImportError:\n    import slow", {"fast", "slow"}),
        (
            b"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sdk\nelse:\n    import real",
            {"typing", "typing.TYPE_CHECKING", "real"},
        ),
        (
            b"from . import near\nfrom .beside import thing\nfrom ..above import other",
            {
                "package.inner",
                "package.inner.near",
                "package.inner.beside",
                "package.inner.beside.thing",
                "package.above",
                "package.above.other",
            },
        ),
        (b"import importlib\nimportlib.import_module('a.late')\n__import__('b')", {"importlib", "a.late", "b"}),
        (b"match 1:\n    case 1:\n        import deep", {"deep"}),
    ],
)
def test_every_import_statement_counts(source: bytes, names: set[str]) -> None:
    """Imports in functions, in `try` and by literal name are found; what is for type checkers alone is not."""
    assert imported_names(source, "package.inner.module", is_package=False) == names


def test_a_chain_of_lazy_imports_is_followed(tmp_path: Path) -> None:
    """A function, its domain, a gateway that imports its SDK where it is called; packages' files come along."""
    for name, source in {
        "functions/__init__.py": "",
        "shared/__init__.py": "",
        "shared/pay/__init__.py": "",
        "functions/buy.py": "def handler(event, context):\n    from shared.pay.gateway import charge\n    charge()\n",
        "shared/pay/gateway.py": "def charge():\n    import stripe\n    stripe.charge()\n",
        "shared/pay/unused.py": "import boto3\n",
        "shared/pay/fonts/a.ttf": "font",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source)
    closure = function_closure(Sources(tmp_path), "buy")
    assert closure.foreign == {"stripe"}
    assert closure.files == (
        "functions/__init__.py",
        "functions/buy.py",
        "shared/__init__.py",
        "shared/pay/__init__.py",
        "shared/pay/fonts/a.ttf",
        "shared/pay/gateway.py",
    )


def test_a_source_that_is_no_python_is_named(tmp_path: Path) -> None:
    """The build says which file and line cannot be read."""
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "broken.py").write_text("import json\nif:\n")
    with pytest.raises(BuildRefused, match=r"functions/broken\.py, line 2"):
        function_closure(Sources(tmp_path), "broken")


@pytest.mark.parametrize(
    ("text", "name", "extras", "only_for"),
    [
        (
            "psycopg-binary==3.3.9; implementation_name != 'pypy' and extra == 'binary'",
            "psycopg-binary",
            NONE,
            "binary",
        ),
        ("Typing_Extensions>=4", "typing-extensions", NONE, ""),
        ("httpx[http2, socks] >=0.20,<1", "httpx", {"http2", "socks"}, ""),
    ],
)
def test_requirements_are_read_as_metadata_spell_them(text: str, name: str, extras: set[str], only_for: str) -> None:
    """Name as PEP 503 compares it, extras, and the extra that a requirement is only for."""
    assert parse_requirement(text) == (name, frozenset(extras), only_for)


@pytest.fixture(scope="module")
def carried() -> dict[str, set[str]]:
    """The distributions of every function."""
    return {name: {found.name for found in distributions} for name, distributions in plan().carried.items()}


def test_each_sdk_is_where_it_is_called_and_nowhere_else(carried: dict[str, set[str]]) -> None:
    """Lazily imported, an SDK is in the functions that can reach it; reading functions hold none."""
    assert {name for name, found in carried.items() if "stripe" in found} >= {"checkout", "reconcile-payments"}
    assert "openai" in carried["ask-ai"]
    assert "openai" not in carried["checkout"]
    for name in ("list-modules", "get-module", "health", "media"):
        assert not carried[name] & SDKS, name
    for name in ("submit-quiz", "progress", "signup-hook"):
        assert "pydantic" in carried[name]


def test_what_is_required_comes_along(carried: dict[str, set[str]]) -> None:
    """Requirements of requirements, extras that requirements.in asks for, and nothing of other extras."""
    assert {"psycopg", "psycopg-binary", "pyjwt", "cryptography", "cffi"} <= carried["list-modules"]
    assert {"stripe", "requests", "urllib3", "certifi"} <= carried["checkout"]
    assert "psycopg-pool" not in carried["list-modules"]


def test_an_extra_asked_for_deeper_down_counts(tmp_path: Path) -> None:
    """`a` requires `b[fast]`, so what b requires for `fast` is carried, and what it requires for others is not."""
    for name, requires in {
        "a": ["b[fast]"],
        "b": ["c; extra == 'fast'", "d; extra == 'slow'"],
        "c": [],
        "d": [],
    }.items():
        folder = tmp_path / f"{name}-1.dist-info"
        folder.mkdir()
        lines = [f"Metadata-Version: 2.1\nName: {name}\nVersion: 1", *(f"Requires-Dist: {each}" for each in requires)]
        (folder / "METADATA").write_text("\n".join(lines) + "\n")
        (folder / "RECORD").write_text(f"{name}.py,,\n{name}-1.dist-info/METADATA,,\n")
    shelf = Shelf(tmp_path, {})
    assert [found.name for found in shelf.closure(["a.inner"])] == ["a", "b", "c"]
    assert [found.name for found in Shelf(tmp_path, {"b": frozenset({"slow"})}).closure(["b"])] == ["b", "d"]


def test_only_the_services_that_are_named_are_carried() -> None:
    """AWS's service models weigh more than all the rest: those stay whose name our sources hold."""
    assert trim.keeps_for("botocore/data/s3/2006-03-01/service-2.json.gz", {"s3", "x"})
    assert not trim.keeps_for("botocore/data/ec2/2016-11-15/service-2.json.gz", {"s3"})
    assert trim.keeps_for("botocore/data/endpoints.json", set())


def test_every_function_can_be_laid_out() -> None:
    """Nothing that a function's tree is made of is missing from its plan."""
    work = plan()
    wanted = {plan.name for plan in (work.interpreter.plan, work.ours, work.certificates, *work.plans.values())}
    units = dict.fromkeys(wanted)
    for name in work.closures:
        parts = parts_of(name, work, units)  # pyright: ignore[reportArgumentType] (names only)
        assert f"functions/{work.modules[name]}.py" in parts.closure.files
    assert (ROOT / ".python-version").read_text().strip() in work.interpreter.version


def test_a_static_python_finds_its_platforms_folder(tmp_path: Path) -> None:
    """Of python-build-standalone's few native modules no function needs one; the folder they lie in stays all the same.

    Without it CPython writes two lines of warning at every start (Modules/getpath.py).
    """
    library = tmp_path / "lib" / "python{}.{}".format(*sys.version_info)
    for name in ("os.py", "lib-dynload/_crypt.cpython-311-x86_64-linux-gnu.so", "lib-dynload/_testcapi.so"):
        (library / name).parent.mkdir(parents=True, exist_ok=True)
        (library / name).write_text("")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / library.name).symlink_to(sys.executable)
    interpreter = from_prefix(tmp_path)
    carried = [
        target
        for _, target in interpreter.plan.files
        if (module := interpreter.module_of(target)) is None or trim.keeps_module(module, NONE)
    ]
    assert [target for target in carried if target.startswith(f"{interpreter.library}lib-dynload/")]
