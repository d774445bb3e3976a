"""Late modules: there at once, executed when first used, by one thread alone."""

import importlib
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from netlify.runtime import lazy_modules

SLOW = """
import time
from late_example_log import LOG
LOG.append("begun")
first = 1
time.sleep(0.05)
last = 2
"""


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[list[str]]:
    """A late module `late_example` that is slow to execute; the list of its executions."""
    (tmp_path / "late_example_log.py").write_text("LOG = []\n")
    (tmp_path / "late_example.py").write_text(SLOW)
    (tmp_path / "late_broken.py").write_text("from late_example_log import LOG\nLOG.append('tried')\n1 / 0\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(lazy_modules, "LAZY", lazy_modules.LAZY | {"late_example", "late_broken"})
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    lazy_modules.install()
    yield importlib.import_module("late_example_log").LOG
    for name in ("late_example", "late_example_log", "late_broken"):
        sys.modules.pop(name, None)


def test_importing_executes_nothing(example: list[str]) -> None:
    """A late module is executed at its first use, once."""
    module = importlib.import_module("late_example")
    assert example == []
    assert (module.last, module.first) == (2, 1)
    assert example == ["begun"]


def test_a_name_taken_from_it_is_a_use(example: list[str]) -> None:
    """`from late_example import last` works as from any module; what is not there is missing as anywhere."""
    scope: dict[str, object] = {}
    exec("from late_example import last", scope)  # noqa: S102 (the statement under test)
    assert scope["last"] == 2
    with pytest.raises(AttributeError):
        _ = importlib.import_module("late_example").nothing


def test_threads_never_see_it_half_executed(example: list[str]) -> None:
    """Whoever uses it while another thread executes it waits until it is whole."""
    module = importlib.import_module("late_example")
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(module.last)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [2] * 8
    assert example == ["begun"]


def test_a_failure_is_raised_where_it_is_used_each_time(example: list[str]) -> None:
    """What executing it raises is raised at its use, and the next use tries again."""
    module = importlib.import_module("late_broken")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            _ = module.anything
    assert example == ["tried", "tried"]


def test_what_is_late_is_not_needed_to_import_a_function() -> None:
    """Importing list-modules and the token check reaches into none of the late modules but ssl (pyjwt names it)."""
    code = (
        "import sys; from netlify.runtime import lazy_modules; lazy_modules.install(); import functions.list_modules;"
        "early = {name for name in lazy_modules.LAZY if type(sys.modules.get(name)).__name__ == 'module'};"
        "import shared.keys;"
        "print(early, {name for name in lazy_modules.LAZY if type(sys.modules.get(name)).__name__ == 'module'})"
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
        cwd=Path(__file__).parents[3],
    )
    assert ran.stdout.strip() == "set() {'ssl'}"
