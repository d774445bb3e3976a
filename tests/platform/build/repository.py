"""A small repository of Netlify's: the platform here with two of its functions and one that streams, built for real."""

import shutil
import subprocess
from pathlib import Path

from netlify import cli
from netlify.build.paths import CACHE, ROOT

HANDLERS = Path(__file__).parent / "handlers"
KEPT = ("health.py", "list_modules.py", "__init__.py")
FILES = (
    "netlify.toml",
    ".python-version",
    ".env.example",
    "requirements.in",
    "requirements.txt",
    "requirements-local.txt",
    "requirements-dev.txt",
)
ENTRY = """import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("trickle");
export const config = { rateLimit: { windowLimit: 100, windowSize: 60, aggregateBy: ["ip", "domain"] } };
"""


def make_repository(folder: Path) -> Path:
    """Lay the small repository out in `folder`, its cache shared with this one's."""
    source = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "netlify", folder / "netlify", ignore=source)
    shutil.copytree(ROOT / "shared", folder / "shared", ignore=source)
    shutil.copytree(ROOT / "sql" / "course", folder / "sql" / "course")
    (folder / "functions").mkdir()
    for name in KEPT:
        shutil.copy(ROOT / "functions" / name, folder / "functions" / name)
    shutil.copy(HANDLERS / "trickle.py", folder / "functions" / "trickle.py")
    for entry in (folder / "netlify" / "functions").glob("*.mjs"):
        if entry.stem.replace("-", "_") + ".py" not in KEPT:
            entry.unlink()
    (folder / "netlify" / "functions" / "trickle.mjs").write_text(ENTRY)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("<!doctype html><title>Small</title>\n")
    CACHE.mkdir(parents=True, exist_ok=True)
    (folder / ".cache").symlink_to(CACHE.parent)
    return folder


def netlify_build(repository: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the real `netlify build --offline` in `repository`."""
    return subprocess.run(
        cli.command(["build", "--offline"]),
        cwd=repository,
        env=cli.environment(settings),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
