"""The operator's and owner's command line: `python -m shared COMMAND …`.

Each domain answers for its own commands in its `cli.py`, imported only when asked for. Errors are one line
on stderr; the exit code is 2 for wrong usage and 1 for everything else that fails.
"""

import importlib
import sys

from shared import environment, local_instance, logs
from shared.problems import Problem

# command → the module whose `main(arguments) -> int` runs it, and what it is for.
COMMANDS = {
    "migrate": ("shared.operations.migrate", "bring the database to the newest schema"),
    "doctor": ("shared.doctor.cli", "ask everything that docs/deploy.md tells to set"),
    "course": ("shared.authoring.cli", "check|sync: the course in sql/course"),
    "facts": ("shared.authoring.facts_cli", "due|verify: one sitting over the dated facts"),
    "access": ("shared.owner.access_cli", "grant|extend|revoke|why EMAIL: complimentary access"),
    "member": ("shared.owner.member_cli", "show|move|resend|export|erase EMAIL: looking after one member"),
    "quiz": ("shared.owner.quiz_cli", "reset EMAIL MODULE: a quiz can be taken anew"),
    "owner": ("shared.owner.cli", "add|remove EMAIL, report: who owns the course, and its figures"),
    "alerts": ("shared.alerts.cli", "list|mute NAME|test: what stands, what nobody wants to hear, and a trial"),
    "certificates": ("shared.certificates.cli", "reissue EMAIL --reason …: another name on a certificate"),
    "openapi": ("shared.operations.openapi", "print the OpenAPI document"),
    "backup": ("shared.operations.backups.cli", "run|list|verify|restore: what nobody wants to need"),
    "job": ("shared.operations.jobs_cli", "NAME: run a scheduled job now"),
    "payments": ("shared.payments.cli", "accept|refund|codes|reconcile: money that wants somebody to look"),
}


def main(arguments: list[str]) -> int:
    """Run the command that `arguments` begin with and return its exit code."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(_usage(), file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    if arguments[0] not in COMMANDS:
        print(f"python -m shared: there is no command {arguments[0]!r}\n{_usage()}", file=sys.stderr)
        return 2
    local_instance.adopt()
    module = importlib.import_module(COMMANDS[arguments[0]][0])
    try:
        return module.main(arguments[1:])
    except KeyboardInterrupt:
        return 130
    except (Problem, environment.SettingMissing) as problem:
        print(f"python -m shared {arguments[0]}: {_sentence(problem)}", file=sys.stderr)
        return 1
    finally:
        _write_down_alerts()


def _write_down_alerts() -> None:
    if logs.has_alerts():
        from shared.alerts.note import note

        note(logs.take_alerts())


def _sentence(problem: Exception) -> str:
    if isinstance(problem, Problem):
        return " ".join(part for part in (problem.title + ".", problem.detail) if part)
    return str(problem)


def _usage() -> str:
    lines = [f"  {name:<12} {purpose}" for name, (_, purpose) in COMMANDS.items()]
    return "\n".join(["usage: python -m shared COMMAND …", *lines])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
