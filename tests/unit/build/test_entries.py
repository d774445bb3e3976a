"""What the build leaves of the entries: the rules that the plan counts, and the project's region."""

import shutil
from pathlib import Path

import pytest

from netlify.build.entries import FOLDER, Wanted, fit, wanted
from netlify.build.paths import BuildRefused
from netlify.catalog import static_config


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    """A copy of the entries."""
    return Path(shutil.copytree(FOLDER, tmp_path / "functions"))


def configs(folder: Path) -> dict[str, dict[str, object]]:
    """Return what each entry declares."""
    return {file.stem: static_config(file.read_text()) for file in folder.glob("*.mjs")}


def test_the_plans_rules_go_to_what_costs_most(entries: Path) -> None:
    """With two rules they are the guide's and the checkout's; schedules and everything else stay."""
    before = configs(entries)
    assert fit(Wanted(2, ""), entries) == ["ask-ai", "checkout"]
    after = configs(entries)
    assert {name for name, config in after.items() if "rateLimit" in config} == {"ask-ai", "checkout"}
    assert [config.get("schedule") for config in after.values()] == [c.get("schedule") for c in before.values()]
    assert all("pythonFunction(" in file.read_text() for file in entries.glob("*.mjs"))


def test_a_larger_plan_keeps_more(entries: Path) -> None:
    """As many rules as there are leave every entry as it is."""
    before = configs(entries)
    assert len(fit(Wanted(100, ""), entries)) == sum("rateLimit" in config for config in before.values())
    assert configs(entries) == before


def test_the_region_is_in_every_entry(entries: Path) -> None:
    """Limited, scheduled or neither: each says where it runs, and what it said before."""
    fit(Wanted(2, "pdx"), entries)
    after = configs(entries)
    assert {config.get("region") for config in after.values()} == {"pdx"}
    assert after["reconcile-payments"]["schedule"] == "@hourly"
    assert after["backup-background"] == {"region": "pdx", "background": True}
    assert "rateLimit" in after["ask-ai"]


def test_settings_that_say_nothing_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No number and no region's code: the build says which setting it is."""
    assert wanted() == Wanted(2, "")
    monkeypatch.setenv("NETLIFY_FUNCTIONS_REGION", "us-east-2")
    with pytest.raises(BuildRefused, match="NETLIFY_FUNCTIONS_REGION"):
        wanted()
    monkeypatch.setenv("NETLIFY_RATE_LIMIT_RULES", "two")
    with pytest.raises(BuildRefused, match="NETLIFY_RATE_LIMIT_RULES"):
        wanted()
