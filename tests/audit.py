"""`make audit`: known vulnerabilities in everything that is pinned, licences, and secrets in what is tracked.

It fails where it finds something and where it could not ask. OSV (osv.dev) collects the advisories of PyPI, npm and
GitHub. A version with well-known holes goes along with every question: an answer that knows nothing of it has audited
nothing, and counts as not run.
"""

import json
import re
import sys
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests import licenses, secrets

ROOT = Path(__file__).resolve().parents[1]
SERVICE = "https://api.osv.dev/v1/querybatch"
PATIENCE_SECONDS = 30
LARGEST_BATCH = 1000
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_VENDORED = re.compile(r"(@?[a-z0-9/-]+) (\d+\.\d+\.\d+) \|")


class Pinned(NamedTuple):
    """A package at a version, and whose it is."""

    ecosystem: str
    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


CANARY = Pinned("PyPI", "jinja2", "2.4.1")  # CVE-2014-0012 and others since


class NotRun(Exception):
    """Nothing was audited; the message says why."""


def main(service: str = SERVICE) -> int:
    """Print what was found; 1 where there is something, and where nobody could be asked."""
    results = [advised(service), _told("licences", licenses.findings()), _told("secrets", secrets.found())]
    return max(results)


def _told(what: str, findings: Iterable[str]) -> int:
    found = list(findings)
    print("\n".join([*found, f"{what}: {len(found)} findings"]))
    return 1 if found else 0


def advised(service: str) -> int:
    """Print what is known about what is pinned; 1 where there is something, and where nobody could be asked."""
    packages = sorted(set(pinned()))
    try:
        known = ask(service, packages)
    except NotRun as reason:
        print(f"audit: not run: {reason}", file=sys.stderr)
        return 1
    for package, advisories in known.items():
        print(f"{package}: {', '.join(advisories)}")
    print(f"audited {len(packages)} packages, {len(known)} with known vulnerabilities")
    return 1 if known else 0


def pinned() -> Iterator[Pinned]:
    """Yield every package that requirement and lock files pin, and what site/vendor brings."""
    for file in sorted(ROOT.glob("requirements*.txt")):
        for name, version in _PIN.findall(file.read_text("utf-8")):
            yield Pinned("PyPI", name.lower(), version)
    for file in sorted((ROOT / "site" / "vendor").glob("*.js")):  # their first lines say what they are
        for name, version in _VENDORED.findall(file.read_text("utf-8").partition("\n")[0]):
            yield Pinned("npm", name, version)
    for file in sorted((ROOT / "tests").glob("*/package-lock.json")):
        for place, package in json.loads(file.read_text("utf-8"))["packages"].items():
            if place:  # the first is the folder itself
                yield Pinned("npm", place.rpartition("node_modules/")[2], package["version"])


def ask(service: str, packages: Sequence[Pinned]) -> dict[Pinned, list[str]]:
    """Return the advisories of each package that has any; raises NotRun unless every one was looked up."""
    if not packages or len(packages) >= LARGEST_BATCH:
        raise NotRun(f"{len(packages)} packages are not one batch")
    asked = [CANARY, *packages]
    results = _results(service, asked)
    advisories = [_advisories(result) for result in results]
    if len(advisories) != len(asked) or not advisories[0]:
        raise NotRun("the advisory service did not know what everybody knows")
    return {package: found for package, found in zip(packages, advisories[1:], strict=True) if found}


def _advisories(result: Mapping[str, Any]) -> list[str]:
    found: list[Mapping[str, Any]] = result.get("vulns") or []
    return sorted(str(one["id"]) for one in found)


def _results(service: str, packages: Sequence[Pinned]) -> list[dict[str, Any]]:
    queries = [
        {"package": {"ecosystem": each.ecosystem, "name": each.name}, "version": each.version} for each in packages
    ]
    request = urllib.request.Request(  # noqa: S310 (a constant, or a test's own server)
        service, json.dumps({"queries": queries}).encode(), {"content-type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            results: list[dict[str, Any]] = json.load(answer)["results"]
            return [dict(result) for result in results]
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise NotRun(f"the advisory service cannot be asked ({type(failure).__name__}: {failure})") from None


if __name__ == "__main__":
    sys.exit(main())
