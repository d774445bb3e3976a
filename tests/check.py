"""`make check`: format, lint, types, layering, schema, old browsers, secrets; all run, each failure is shown."""

import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = Path(sysconfig.get_path("scripts"))


def checks() -> dict[str, list[str]]:
    """Return what is checked, and the command that checks it."""
    schema = [
        str(path.relative_to(ROOT))
        for folder in ("migrations", "functions", "access")
        for path in sorted((ROOT / "sql" / folder).rglob("*.sql"))
    ]
    return {
        "format": ["ruff", "format", "--check", "--quiet", "."],
        "lint": ["ruff", "check", "--quiet", "."],
        "types": ["basedpyright"],
        "layering": ["lint-imports"],
        "schema": ["squawk", *schema],
        "browsers": ["python", "-m", "tests.floor"],
        "secrets": ["python", "-m", "tests.secrets"],
    }


def main() -> int:
    """Run every check; return 1 when one failed."""
    failed = [name for name, command in checks().items() if not _passes(name, command)]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    finished = subprocess.run(
        [str(SCRIPTS / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    print(
        f"{name:<12}{'ok' if finished.returncode == 0 else 'FAILED':<8}{time.monotonic() - started:.1f} s", flush=True
    )
    if finished.returncode:
        print(finished.stdout + finished.stderr, flush=True)
    return finished.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
