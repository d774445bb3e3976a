"""`python -m shared job NAME`: runs a scheduled job now, as the platform's clock does, and prints its outcome."""

import argparse
import importlib
import json
import time

from shared.environment import SettingMissing
from shared.operations.background import start
from shared.operations.jobs import JOBS, job_of, members, run_job, sentence
from shared.problems import Problem


def main(arguments: list[str]) -> int:
    """Run the job and print {"job", "state", "seconds", "detail"}; 1 when it failed, 2 for a name that is none."""
    parser = argparse.ArgumentParser(prog="python -m shared job", description=__doc__)
    parser.add_argument("name", metavar="NAME", choices=sorted(JOBS), help=", ".join(sorted(JOBS)))
    name = parser.parse_args(arguments).name
    started = time.monotonic()
    try:
        state, detail = "succeeded", _outcome(name)
    except (Problem, SettingMissing) as failure:
        state = "failed"
        detail = {"says": str(failure) if isinstance(failure, SettingMissing) else sentence(failure)}
    seconds = round(time.monotonic() - started, 3)
    print(json.dumps({"job": name, "state": state, "seconds": seconds, "detail": detail}, default=str))
    return 0 if state == "succeeded" else 1


def _outcome(name: str) -> object:
    if job_of(name).in_background:
        return start(name)
    module, function = job_of(name).work.split(":")
    work = getattr(importlib.import_module(module), function)
    return run_job(name, lambda: members(work()))
