"""What of the entries goes by the project and not by the code: how many rate-limit rules count, and the region.

Netlify counts rules by plan (two a project on Free, five on Pro), and takes rules and region from a function's `config`
alone (docs.netlify.com, "Rate limiting", "Functions: optional configuration"). The entries declare a rule each. What is
beyond the plan's number is taken out before Netlify reads them; what protects money and members is counted in Postgres
all the same.
"""

import re
from pathlib import Path
from typing import NamedTuple

from netlify.build.paths import ROOT, BuildRefused
from shared.environment import SettingMissing, read, read_integer

FOLDER = ROOT / "netlify" / "functions"
USUAL_RULES = 2
# What costs most where it is not meant comes first; the others follow by name.
FIRST = ("ask-ai", "checkout", "account", "submit-quiz", "answer-case")
_RULE = re.compile(r"(?:(, )|\b)rateLimit: \{[^}]*\}(?(1)|,? ?)")
_EMPTY = re.compile(r"^export const config = \{ *\};\n?", re.MULTILINE)
_BEGIN = re.compile(r"^export const config = \{", re.MULTILINE)
_REGION = re.compile(r"[a-z]{3}")


class Wanted(NamedTuple):
    """How many rules the plan has, and the region's code; the project's own setting where it is empty."""

    rules: int
    region: str


def wanted() -> Wanted:
    """Return what the settings say; raises BuildRefused."""
    try:
        rules = read_integer("NETLIFY_RATE_LIMIT_RULES", USUAL_RULES)
    except SettingMissing as problem:
        raise BuildRefused(str(problem)) from None
    region = read("NETLIFY_FUNCTIONS_REGION")
    if region and not _REGION.fullmatch(region):
        raise BuildRefused("NETLIFY_FUNCTIONS_REGION must be the three letters of a region, such as cmh for Ohio.")
    return Wanted(rules, region)


def fit(project: Wanted, folder: Path = FOLDER) -> list[str]:
    """Change the entries as the project wants them; return whose rate limit is left."""
    limited = [file for file in sorted(folder.glob("*.mjs")) if _RULE.search(file.read_text())]
    limited.sort(key=lambda file: (FIRST.index(file.stem) if file.stem in FIRST else len(FIRST), file.stem))
    for file in limited[project.rules :]:
        file.write_text(_EMPTY.sub("", _RULE.sub("", file.read_text())))
    if project.region:
        for file in folder.glob("*.mjs"):
            file.write_text(_placed(file.read_text(), project.region))
    return [file.stem for file in limited[: project.rules]]


def _placed(entry: str, region: str) -> str:
    placed, found = _BEGIN.subn(f'export const config = {{ region: "{region}",', entry)
    return placed if found else f'{entry}export const config = {{ region: "{region}" }};\n'
