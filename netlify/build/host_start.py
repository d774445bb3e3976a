"""Makes freeze-core's executable behave as `python` does: PYTHONPATH, -c, -m and signals.

The executable runs `run` of the module `__init__<its own name>`, with neither environment nor arguments read by it
(PEP 587's isolated configuration). Standard library modules here cost every cold start: it uses built-in ones only.
"""

import os
import sys

WITH_VALUE = ("-X", "-W")


def run(_: str) -> None:
    """Do what the command line asks for: `-c CODE`, `-m MODULE` or a file, each with its arguments."""
    _prepare()
    arguments = sys.orig_argv[1:]
    while arguments and arguments[0].startswith("-") and arguments[0] not in {"-c", "-m"}:
        del arguments[: 2 if arguments[0] in WITH_VALUE else 1]
    if not arguments:
        raise SystemExit("usage: python (-c CODE | -m MODULE | FILE) [ARGUMENT …]")
    if arguments[0] == "-c":
        sys.argv = ["-c", *arguments[2:]]
        exec(compile(arguments[1], "<string>", "exec"), sys.modules["__main__"].__dict__)  # noqa: S102 (what -c is)
        return
    import runpy

    if arguments[0] == "-m":
        sys.argv = ["-m", *arguments[2:]]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        runpy.run_path(arguments[0], run_name="__main__")


def _prepare() -> None:
    """What CPython's own start does and an isolated one leaves out."""
    search = os.environ.get("PYTHONPATH", "")  # noqa: TID251 (the interpreter's own variable)
    sys.path[:0] = [entry for entry in search.split(":") if entry]
    sys.dont_write_bytecode = True
    signals = __import__("_signal")  # the built-in half of `signal`
    for name in ("SIGPIPE", "SIGXFSZ"):
        signals.signal(getattr(signals, name), signals.SIG_IGN)  # a closed socket raises; it does not end the process
    signals.signal(signals.SIGINT, signals.default_int_handler)
