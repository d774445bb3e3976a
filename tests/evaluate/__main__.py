"""`make evaluate`: asks a real model, chosen by OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL, and scores each kind.

Exit code 0 when every kind reaches its least share, 1 when one does not, 2 when there is no model to ask. It costs
about thirty answers. VERBOSE=1 prints every answer that fails.
"""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path

import shared.database
from netlify.postgres import temporary_postgres
from shared import environment, identity, settings
from tests.evaluate.asked import Guide
from tests.evaluate.judge import Case, Given, Score, faults, read_cases, scores
from tests.support.courses import load_rows
from tests.support.databases import ROOT, Cluster
from tests.support.tokens import Issuer


def main() -> int:
    """Evaluate and print the table."""
    guidance = settings.guidance()
    if not guidance.api_key and not guidance.base_url:
        print(
            "make evaluate: there is no model to ask. Set OPENAI_API_KEY (and OPENAI_BASE_URL, OPENAI_MODEL).",
            file=sys.stderr,
        )
        return 2
    kinds, cases = read_cases()
    print(f"{len(cases)} questions to {guidance.model}", flush=True)
    with guide() as asked:
        answers = [(case, asked.ask(case)) for case in cases]
    judged = [(case, faults(case, given)) for case, given in answers]
    found = scores(kinds, judged)
    print(report(found, answers, verbose=bool(environment.read("VERBOSE"))))
    return 0 if all(score.suffices for score in found) else 1


@contextlib.contextmanager
def guide() -> Generator[Guide]:
    """A throwaway database with the course; the provider is whatever the environment names."""
    with tempfile.TemporaryDirectory() as folder, temporary_postgres(Path(folder)) as postgres:
        cluster = Cluster(postgres)
        cluster.make_template()
        database, issuer = cluster.database(), Issuer()
        load_rows(database, ROOT / "sql" / "course")
        os.environ |= {  # noqa: TID251 (all but the provider is this run's own)
            "DATABASE_URL": database.url(),
            "SUPABASE_URL": issuer.url,
            "SITE_URL": "http://localhost:8888",
            "AI_BURST_PER_MINUTE": "0",
        }
        settings.forget()
        identity.forget()
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # the function's own log
                yield Guide(database, issuer)
        finally:
            shared.database.close()
            issuer.close()


def report(found: Sequence[Score], answers: Sequence[tuple[Case, Given]], *, verbose: bool) -> str:
    """Return a line a kind, then what failed and why."""
    lines = [f"{'kind':<20} {'score':>9} {'least':>6}"]
    lines += [
        f"{score.kind.name:<20} {f'{score.passed}/{score.total}':>9} {score.kind.least:>6.0%}"
        f"  {'ok' if score.suffices else 'MISSED':<7} {score.kind.about}"
        for score in found
    ]
    for case, given in answers:
        if wrong := faults(case, given):
            lines.append(f"\n{case.kind}: {case.question}\n  {'; '.join(wrong)}")
            lines += [f"  answered: {given.text}"] * verbose
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
