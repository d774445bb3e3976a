"""Every alarm that anything can raise is known to the watch, and has its page in docs/operate.md."""

import re
from pathlib import Path

from shared.alerts.catalog import ALARMS

ROOT = Path(__file__).resolve().parents[2]
OPERATE = (ROOT / "docs" / "operate.md").read_text("utf-8")
# Where a name is raised: a call, a finding of a rule, a problem's own, and the guide's constants.
_RAISED = re.compile(
    r'(?:logs\.alert\(|Finding\(|^    alert = |^[A-Z_]+ = (?="guide-))"([a-z]+(?:-[a-z]+)+)"', re.MULTILINE
)


def raised() -> set[str]:
    """Return every name that Python raises, and those of the facts that money's SQL returns."""
    sources = [path.read_text("utf-8") for path in (ROOT / "shared").rglob("*.py")]
    queries = "".join(path.read_text("utf-8") for path in (ROOT / "shared" / "payments").glob("*queries.py"))
    told = re.findall(r"then '([a-z]+(?:-[a-z]+)+)'", queries)
    return {name for source in sources for name in _RAISED.findall(source)} | set(told)


def test_every_alarm_has_its_page() -> None:
    """Each name is a heading with words beneath it, and no heading outlives its alarm."""
    alarms = OPERATE.partition("\n## Alarms\n")[2].partition("\n## ")[0]
    pages = dict(re.findall(r"^#### ([a-z-]+)\n(.+)$", alarms, re.MULTILINE))
    assert set(pages) == set(ALARMS)
    assert all(len(first) > 20 for first in pages.values())


def test_everything_that_is_raised_is_known() -> None:
    """A name that somebody raises and the watch does not know would be told without a page."""
    assert {"guide-key-refused", "payment-second", "signature-refused", "backup-old", "webhooks-missed"} <= raised()
    assert raised() <= set(ALARMS)
