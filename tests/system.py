"""What some tests need beside Python: whether it is here, and `make setup-system`, which installs it (Debian)."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from netlify import cli
from netlify.build.paths import BuildRefused


class Tool(NamedTuple):
    """A program that a part of the tests drives, the Debian packages it comes in ("": npm's) and where it may lie."""

    name: str
    package: str
    used_for: str
    places: tuple[str, ...] = ()

    def path(self) -> str | None:
        """Return where the program is, or None."""
        found = shutil.which(self.name)
        return found or next((place for place in self.places if Path(place).is_file()), None)


# Not a program, but found like one: what lets the system's Python open a window of WebKit.
TYPELIBS = (f"/usr/lib/{platform.machine()}-linux-gnu/girepository-1.0/WebKit2-4.1.typelib",)

TOOLS = (
    Tool("chromium", "chromium", "browser journeys"),
    Tool("firefox-esr", "firefox-esr", "journeys in Firefox"),
    Tool("WebKitWebDriver", "webkit2gtk-driver", "journeys in WebKit, Safari's engine"),
    Tool("Xvfb", "xvfb", "a screen for WebKit"),
    Tool("WebKit2-4.1.typelib", "gir1.2-webkit2-4.1 python3-gi", "a WebKit window as narrow as a phone", TYPELIBS),
    Tool("pgbouncer", "pgbouncer", "the pooler tests", ("/usr/sbin/pgbouncer",)),
    Tool("postgres", "postgresql-15", "the schema on Debian's Postgres 15", ("/usr/lib/postgresql/15/bin/postgres",)),
    Tool("strace", "strace", "what a bundle opens"),
    Tool("valgrind", "valgrind", "instruction counts in make bench"),
    Tool("pdftoppm", "poppler-utils", "looking at the certificate"),
    Tool("pdftotext", "poppler-utils", "reading the certificate"),
    Tool("netlify-cli", "", "the artefacts of the real Netlify build", (str(cli.PROGRAM),)),
    Tool("age", "age", "opening a backup without us"),
    Tool("zstd", "zstd", "opening a backup without us"),
    Tool("psql", "postgresql-client", "restoring a backup without us"),
    Tool("setpriv", "util-linux", "running Postgres when started by root"),
)


def missing() -> Sequence[Tool]:
    """Return the tools that are not here."""
    return [tool for tool in TOOLS if tool.path() is None]


def require(name: str) -> str:
    """Return the path of a tool for a test; where it is absent, skip the test (support/skips.py: in CI, fail it)."""
    import pytest

    tool = next(tool for tool in TOOLS if tool.name == name)
    path = tool.path()
    if path is None:
        pytest.skip(f"{name} is not here ({tool.used_for}): make setup-system installs it")
    return path


def in_ci() -> bool:
    """Whether a skipped test would be a lie: CI sets CI=true."""
    return os.environ.get("CI", "").lower() in {"1", "true"}  # noqa: TID251 (a switch of the test run)


def main() -> int:
    """Install what is missing, with apt and npm; return 1 when something is still missing."""
    if not missing():
        print("Everything is here.")
        return 0
    packages = [name for tool in missing() for name in tool.package.split()]
    if packages:
        _install_packages(packages)
    if not cli.installed():
        print(f"installing netlify-cli {cli.VERSION}", flush=True)
        try:
            cli.install()
        except BuildRefused as problem:
            print(problem)
    absent = [tool.name for tool in missing()]
    print(f"could not be installed: {', '.join(absent)}" if absent else "Everything is here.")
    return 1 if absent else 0


def _install_packages(packages: Sequence[str]) -> None:
    print("installing " + " ".join(packages), flush=True)
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}  # noqa: TID251 (apt wants the whole environment)
    subprocess.run([*apt, "update"], env=quiet, check=False, stdout=subprocess.DEVNULL)
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
