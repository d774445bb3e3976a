"""The walls that docs/architecture.md speaks of: each contract of import-linter's breaks when it is violated."""

import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("functions", "shared", "netlify", "tests")
LINT_IMPORTS = Path(sysconfig.get_path("scripts")) / "lint-imports"


class Violation(NamedTuple):
    """An import that must not be, and the module that it is written into."""

    module: str
    imported: str


VIOLATIONS = {
    "functions stand on shared; what runs in production knows neither the local platform nor the tests": Violation(
        "shared.cases.planted", "netlify.local.settings"
    ),
    "shared never imports functions": Violation("shared.cases.planted", "functions.health"),
    "functions are independent": Violation("functions.health", "functions.account"),
    "inside shared: web, domains, identity, database, then settings and problems": Violation(
        "shared.problems", "shared.settings"
    ),
    "domains in their order": Violation("shared.entitlement.planted", "shared.payments.problems"),
    "no domain knows HTTP": Violation("shared.quizzes.planted", "shared.web"),
    "rules and records touch nothing": Violation("shared.progress.rules", "psycopg"),
    "the course is compiled offline: only the command line and the build know how": Violation(
        "shared.guidance.planted", "shared.authoring.facts"
    ),
    "stripe only in the payments gateway": Violation("shared.payments.planted", "stripe"),
    "openai only in the guidance gateway": Violation("shared.guidance.planted", "openai"),
    "boto3 only in the operations gateway": Violation("shared.content.planted", "boto3"),
    "the runtime in a bundle stands alone": Violation("netlify.runtime.planted", "netlify.build.paths"),
    "stand-ins know nothing of the product": Violation("netlify.standins.openai.planted", "shared.settings"),
    "stand-ins know nothing of each other": Violation("netlify.standins.openai.planted", "netlify.standins.s3.app"),
    "the build makes bundles and knows no local platform": Violation("netlify.build.planted", "netlify.local.settings"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A copy of everything that is analysed, and what import-linter remembers of each unchanged file."""
    folder = tmp_path_factory.mktemp("walls")
    shutil.copy2(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.yaml"))
    kept = lint(folder)
    assert kept.returncode == 0, kept.stdout
    yield folder
    shutil.rmtree(folder)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `lint-imports` in `folder` as `make check` does."""
    return subprocess.run([LINT_IMPORTS], cwd=folder, capture_output=True, text=True, check=False)


def contracts() -> list[str]:
    """Return the names of the contracts that `make check` holds."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_each_wall_is_tried() -> None:
    """No contract is without a violation here."""
    assert sorted(contracts()) == sorted(VIOLATIONS)


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_violation_breaks_the_contract(copy: Path, name: str) -> None:
    """A planted import is found, the contract named broken, and the import shown."""
    module, imported = VIOLATIONS[name]
    file = copy / f"{module.replace('.', '/')}.py"
    before = file.read_text("utf-8") if file.is_file() else None
    file.write_text(f"{before or ''}\nimport {imported}\n", "utf-8")
    try:
        broken = lint(copy)
    finally:
        file.unlink()
        if before is not None:
            file.write_text(before, "utf-8")
    said = " ".join(broken.stdout.split())
    assert broken.returncode == 1, said
    assert f"{name} BROKEN" in said
    assert f"{module} -> {imported}" in said
