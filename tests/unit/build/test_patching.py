"""Patches of other people's modules: what fits is bundled, what does not fit warns and leaves the original."""

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from netlify.build import patching
from netlify.build.patching import Patch, patched, patches

SITE_PACKAGES = Path(str(metadata.distribution("psycopg").locate_file("")))
ROOT = Path(__file__).resolve().parents[3]


def on_a_shelf(shelf: Path, target: str, source: str) -> Path:
    """Write `source` as the module `target` of a shelf that holds the installed versions' metadata."""
    for distribution in ("psycopg", "psycopg-binary", "httpx2"):
        folder = shelf / f"{distribution.replace('-', '_')}-9.9.dist-info"
        folder.mkdir(exist_ok=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 9.9\n")
    file = shelf / target
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, "utf-8")
    return file


@pytest.mark.parametrize("target", patches())
def test_every_patch_fits_what_is_pinned(tmp_path: Path, target: str) -> None:
    """For the versions in requirements.txt nothing is bundled unpatched."""
    file = on_a_shelf(tmp_path, target, (SITE_PACKAGES / target).read_text("utf-8"))
    found = patched(file, target)
    assert found.warning == ""
    assert found.source != file


@pytest.mark.parametrize("target", patches())
@pytest.mark.parametrize("source", ["import os\nfuture = 1\n", "", "def broken(:\n"])
def test_a_patch_that_no_longer_fits_warns_and_leaves_the_original(tmp_path: Path, target: str, source: str) -> None:
    """A module that its makers rewrote is bundled as they wrote it, and the warning names it."""
    file = on_a_shelf(tmp_path, target, source)
    found = patched(file, target)
    assert found.source == file
    assert found.warning.startswith(f"{target} is bundled unpatched")
    assert file.read_text("utf-8") == source


def test_a_patch_that_fails_or_writes_nonsense_is_one_that_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a patch trips over, the original is bundled and the build goes on."""

    def trips(_: str, __: Path) -> str:
        raise KeyError("gone")

    def writes_nonsense(_: str, __: Path) -> str:
        return "def broken(:"

    file = on_a_shelf(tmp_path, "some/module.py", "value = 1\n")
    for patch, said in ((trips, "KeyError"), (writes_nonsense, "SyntaxError")):
        known: dict[str, Patch] = {"some/module.py": patch}
        monkeypatch.setattr(patching, "patches", known.copy)
        found = patched(file, "some/module.py")
        assert found.source == file
        assert said in found.warning


def test_the_unit_remembers_the_warning_and_holds_the_original(tmp_path: Path) -> None:
    """The maker of a unit compiles the original and writes the warning down, for every build that uses the unit."""
    (tmp_path / "shelf").mkdir()
    file = on_a_shelf(tmp_path / "shelf", "psycopg/version.py", "__version__ = '9.9'\nsecurity_fix = True\n")
    plan = {
        "folder": str(tmp_path / "tree"),
        "facts": str(tmp_path / "unit.json"),
        "files": [(str(file), "psycopg/version.py")],
        "each": False,
    }
    command = [sys.executable, "-m", "netlify.build.bytecode"]
    subprocess.run(command, input=json.dumps(plan), text=True, cwd=ROOT, check=True)
    known = json.loads((tmp_path / "unit.json").read_text())
    assert [warning.split()[0] for warning in known["warnings"]] == ["psycopg/version.py"]
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'tree')!r}); from psycopg import version; print(vars(version))"
    )
    (tmp_path / "tree/psycopg/__init__.py").touch()
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "tree")], capture_output=True, text=True, check=True
    )
    assert "'security_fix': True" in told.stdout
