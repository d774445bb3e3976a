"""`make run`: Postgres, the schema, the course and everything on one origin, until Ctrl-C."""

import asyncio
import sys

from netlify.local.declarations import DeclarationInvalid
from netlify.local.parents import end_with_make
from netlify.local.settings import SettingInvalid, read_settings
from netlify.local.signals import interrupt_once
from netlify.local.supervisor import CannotStart, Supervisor
from netlify.postgres import PostgresUnavailable
from shared.environment import SettingMissing
from shared.problems import Problem

EXPECTED = (SettingInvalid, SettingMissing, CannotStart, PostgresUnavailable, DeclarationInvalid)


def main() -> int:
    """Run the platform; one sentence on stderr and 1 where it cannot start."""
    interrupt_once()
    end_with_make()
    try:
        with Supervisor(read_settings()) as supervisor:
            asyncio.run(supervisor.serve())
    except KeyboardInterrupt:
        return 0
    except EXPECTED as problem:
        print(f"make run: {problem}", file=sys.stderr)
        return 1
    except Problem as problem:
        print(f"make run: {problem.title}. {problem.detail}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
