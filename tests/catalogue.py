"""The catalogue's facts: compares two databases, and writes the fingerprint that tests/contract keeps.

`python -m tests.catalogue compare URL URL` lists what is in one and not in the other; `python -m tests.catalogue write`
writes the fingerprint anew from the files in sql/.
"""

import sys
import tempfile
from pathlib import Path

import psycopg

from netlify.postgres import temporary_postgres
from shared.operations.catalogue import Facts, select_facts
from tests.support.databases import Cluster

FINGERPRINT = Path(__file__).parent / "contract" / "catalogue.txt"
USAGE = __doc__ or ""


def main(arguments: list[str]) -> int:
    """Compare or write; 1 where two databases differ, 2 for wrong usage."""
    match arguments:
        case ["compare", first, second]:
            found = compare(_facts(first), _facts(second))
            print("\n".join(found) or "no difference")
            return 1 if found else 0
        case ["write"]:
            FINGERPRINT.write_text(fingerprint(_facts_of_files()))
            return 0
        case _:
            print(USAGE, file=sys.stderr)
            return 2


def compare(first: Facts, second: Facts) -> list[str]:
    """Return every fact that stands in one only: `- ` in the first, `+ ` in the second."""
    lines: list[str] = []
    for subject in sorted(first.keys() | second.keys()):
        before, after = first.get(subject, []), second.get(subject, [])
        lines += [f"- {subject}: {fact}" for fact in before if fact not in after]
        lines += [f"+ {subject}: {fact}" for fact in after if fact not in before]
    return lines


def fingerprint(facts: Facts) -> str:
    """Return the facts a line each; a function's body is its file's affair, all else is what this keeps."""
    return "".join(
        f"{subject}: {' '.join(fact.split())}\n"
        for subject, said in sorted(facts.items())
        for fact in said
        if not fact.startswith("body ")
    )


def _facts(url: str) -> Facts:
    with psycopg.connect(url, autocommit=True) as connection:
        return select_facts(connection)


def _facts_of_files() -> Facts:
    with tempfile.TemporaryDirectory() as folder, temporary_postgres(Path(folder)) as postgres:
        cluster = Cluster(postgres)
        cluster.make_template()
        return _facts(cluster.database().url("postgres"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
