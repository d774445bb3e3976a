"""A fresh clone of this repository, and `make run` in it as a stranger would, for the tests that follow each other."""

import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from netlify.postgres import free_port
from tests.platform.local.pools import HANDLERS
from tests.platform.local.stranger import Stranger, make_run
from tests.support.running import PLATFORM, ROOT


@pytest.fixture(scope="package")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's files as they are now, without anything that a command of it ever makes."""
    folder = tmp_path_factory.mktemp("stranger") / "masterclass"
    ignored = [line for line in (ROOT / ".gitignore").read_text().splitlines() if line and not line.startswith("#")]

    def made_here(within: str, names: list[str]) -> set[str]:
        place = "/" + Path(within).relative_to(ROOT).as_posix().removeprefix(".")
        return {
            name
            for name in names
            for each in [place.rstrip("/") + "/" + name]
            if name == ".git" or any(_fits(each, pattern) for pattern in ignored)
        }

    shutil.copytree(ROOT, folder, ignore=made_here, symlinks=True)
    shutil.copy(HANDLERS / "manners.py", folder / "functions" / "manners.py")
    return folder


@pytest.fixture
def start(clone: Path) -> Generator[Callable[..., Stranger]]:
    """Type `make run` in the clone, with PATH, HOME, PORT and DATA alone; it is stopped at the end of the test."""
    with ExitStack() as stack:

        def run(data: Path) -> Stranger:
            return stack.enter_context(make_run(clone, free_port(), data))

        yield run


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stranger]:
    """One instance for all tests that leave it as they found it: what `make run` starts, in this repository itself."""
    with make_run(ROOT, free_port(), tmp_path_factory.mktemp("running") / "data", PLATFORM) as stranger:
        stranger.wait_until_ready()
        yield stranger


def _fits(path: str, pattern: str) -> bool:
    """A pattern of .gitignore, as far as ours go: /from/the/root/, a name anywhere, *.suffix."""
    bare = pattern.rstrip("/")
    return path == bare if bare.startswith("/") else Path(path).match(bare)
