"""What a bundle's modules compile when they are imported, compiled now: see netlify/runtime/precompiled.py.

Only the bundle's own Python knows what that is, so it is started once, and imports what the function can import.
"""

import marshal
import os
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from netlify.build.closure import Closure
from netlify.build.paths import BuildRefused
from netlify.runtime.precompiled import FORMAT

REHEARSAL = Path(__file__).with_name("rehearsal.py")
SECONDS = 120


def compile_ahead(name: str, command: Sequence[str], environment: Mapping[str, str], closure: Closure) -> bytes:
    """Return the table for function `name`; raises BuildRefused when one of its modules cannot be imported.

    `command` and `environment` are as the bridge starts it with; the code that runs the client comes last. It is
    rehearsed twice, each time with hashes of its own: a pattern made from a set comes out otherwise every time (pyjwt
    has one), and what no start will ask for again is left out.
    """
    ours = [file.removesuffix(".py").removesuffix("/__init__") for file in closure.files if file.endswith(".py")]
    names = "\n".join([file.replace("/", ".") for file in ours] + sorted(closure.foreign)).encode()
    whole = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    with ThreadPoolExecutor() as pool:
        rehearsals = [pool.submit(_rehearse, name, command, whole, names) for _ in range(2)]
        version, *first = marshal.loads(rehearsals[0].result())  # noqa: S302 (what the Python just wrote)
        _, *second = marshal.loads(rehearsals[1].result())  # noqa: S302
    both = [
        {key: value for key, value in one.items() if other.get(key) == value}
        for one, other in zip(first, second, strict=True)
    ]
    return marshal.dumps((version, *both), FORMAT)


def _rehearse(name: str, command: Sequence[str], environment: Mapping[str, str], names: bytes) -> bytes:
    try:
        finished = subprocess.run(
            [*command[:-1], REHEARSAL.read_text()],
            input=names,
            capture_output=True,
            check=False,
            env=environment,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise BuildRefused(f"{name} was not imported within {SECONDS} s.") from None
    if finished.returncode:
        said = finished.stderr.decode(errors="replace").strip().splitlines()
        raise BuildRefused(f"{name} cannot be imported from its bundle: {said[-1] if said else 'it says nothing'}")
    return finished.stdout
