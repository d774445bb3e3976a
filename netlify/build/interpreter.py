"""The Python inside the bundles: one that needs no newer C library than Netlify's machines have.

It is the same everywhere, so that what is proven is what deploys: the CPython inside freeze-core (an executable of
cx_Freeze's, GLIBC_2.17), with the standard library of this machine's own Python of the same minor version, and
`host_start.py` to make it behave as `python`. Only where that cannot be had is it python-build-standalone, by uv.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from netlify.build import trim
from netlify.build.paths import CACHE, ROOT, BuildRefused
from netlify.build.units import Plan
from netlify.build.wheels import Wanted, install, pins_of, uv

PYTHONS = CACHE / "pythons"
DOWNLOAD_SECONDS = 120
RUN_CLIENT = "from netlify.runtime.client import main; raise SystemExit(main())"


class Interpreter(NamedTuple):
    """`library` is where its standard library begins in the bundle; `arguments` make it run the client."""

    version: str
    origin: str
    program: str
    arguments: tuple[str, ...]
    library: str
    plan: Plan

    def module_of(self, path: str) -> str | None:
        """Return the top-level name of the standard library that a file of the unit belongs to, None for others."""
        if not path.startswith(self.library):
            return None
        return path.removeprefix(self.library).removeprefix("lib-dynload/").split("/", 1)[0].split(".", 1)[0]


def wanted_version() -> str:
    """Return the minor version that the repository asks for ("3.11"); raises BuildRefused where this is another."""
    wanted, running = (ROOT / ".python-version").read_text().strip(), "{}.{}".format(*sys.version_info)
    if running != wanted:
        raise BuildRefused(f"this is Python {running}, and .python-version asks for {wanted}: build with that one.")
    return wanted


def choose() -> Interpreter:
    """Return the interpreter of the bundles; raises BuildRefused."""
    version = wanted_version()
    if platform.machine() not in {"x86_64", "AMD64"} or sys.platform != "linux":
        raise BuildRefused("bundles are built on Linux on x86-64, as Netlify's functions run there.")
    try:
        return from_freeze_core(_freeze_core())
    except (BuildRefused, FileNotFoundError):
        if _installed(version) is None:
            _download(version)
        installed = _installed(version)
        if installed is None:
            raise
        return from_prefix(installed)


def from_prefix(prefix: Path, origin: str = "python-build-standalone") -> Interpreter:
    """Return a complete Python installed at `prefix` as the bundles' interpreter."""
    name = "python{}.{}".format(*sys.version_info)
    program, library = prefix / "bin" / name, prefix / "lib" / name
    files = [(str(program), f"python/bin/{name}")]
    files += [(str(path), f"python/lib/{path.name}") for path in sorted((prefix / "lib").glob("libpython3.*.so.*"))]
    files += _library_files(library, f"python/lib/{name}/", frozen={})
    # Without this folder each start warns; of a static Python's few native modules a function may keep none.
    files.append((str(ROOT / ".python-version"), f"python/lib/{name}/lib-dynload/version"))
    version = _said_version(program)
    plan = Plan(f"python-{version}", f"{_digest(program)} {origin} {version}", files, each=True)
    flags = ("-B", "-P", "-s", "-S")  # the environment counts: PYTHONPATH says where the bundle's modules are
    return Interpreter(version, origin, f"python/bin/{name}", (*flags, "-c", RUN_CLIENT), f"python/lib/{name}/", plan)


def from_freeze_core(folder: Path) -> Interpreter:
    """Return freeze-core's executable, its native modules and this machine's standard library, as a `python`."""
    tag = "cpython-{}{}-x86_64-linux-gnu".format(*sys.version_info)
    program = folder / "freeze_core" / "bases" / f"console-{tag}"
    kinds: dict[str, str] = json.loads((folder / "freeze_core" / "frozen" / f"frozen-{tag}.json").read_text())
    version = kinds["__version__"].split()[0]
    native = sorted((folder / "freeze_core" / "lib").glob("*.so"))
    libraries = sorted((folder / "freeze_core.libs").glob("*.so*"))
    start = Path(__file__).with_name("host_start.py")
    files = [
        (str(program), "python/python"),
        (str(start), "python/lib/__init__python.py"),
        *((str(path), f"python/lib/{path.name}") for path in native if trim.keeps_of_stdlib(path.name)),
        *((str(path), f"freeze_core.libs/{path.name}") for path in libraries),
        *(
            pair
            for pair in _library_files(Path(sysconfig.get_path("stdlib")), "python/lib/", frozen=kinds)
            if not pair[1].endswith(".so")
        ),
    ]
    key = f"{_digest(program)} {_digest(start)} {sys.version}"
    plan = Plan(f"python-{version}", key, files, each=True)
    return Interpreter(version, "freeze-core", "python/python", ("-c", RUN_CLIENT), "python/lib/", plan)


def _library_files(library: Path, target: str, frozen: Mapping[str, str]) -> list[tuple[str, str]]:
    """The standard library at `library`, without what the executable holds in itself."""
    found: list[str] = []
    for folder, folders, files in os.walk(library):
        inside = folder.removeprefix(str(library)).strip("/")
        folders[:] = sorted(name for name in folders if trim.enters_of_stdlib(f"{inside}/{name}".strip("/")))
        found += sorted(f"{inside}/{name}".strip("/") for name in files)
    return [
        (str(library / path), target + path)
        for path in found
        if trim.keeps_of_stdlib(path) and _module(path) not in frozen
    ]


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _installed(version: str) -> Path | None:
    found: Iterable[Path] = PYTHONS.glob(f"cpython-{version}.*-linux-x86_64-gnu")
    return next((path for path in sorted(found) if (path / "bin" / f"python{version}").is_file()), None)


def _download(version: str) -> None:
    """Let uv install python-build-standalone, where it can."""
    command = [uv(), "python", "install", version, "--install-dir", str(PYTHONS), "--no-bin", "--quiet"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(command, capture_output=True, check=False, timeout=DOWNLOAD_SECONDS)


def _freeze_core() -> Path:
    """Where freeze-core is unpacked: installed here, or fetched as pinned."""
    spec = importlib.util.find_spec("freeze_core")
    if spec and spec.origin:
        return Path(spec.origin).parents[1]
    folder = CACHE / "freeze-core"
    if not folder.is_dir():
        install([Wanted(pins_of(ROOT / "requirements-dev.txt", only={"freeze-core"}), "", wanted_version())], folder)
    return folder


def _said_version(program: Path) -> str:
    code = "import sys; print(sys.version.split()[0])"
    return subprocess.run([program, "-I", "-S", "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
