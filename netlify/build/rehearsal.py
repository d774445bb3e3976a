"""Starts a bundle once, without calling it, and writes down what its modules compiled on the way.

Runs as `-c` in the bundle's own Python, which knows nothing of the build: it imports what bundles hold. The names to
import come from stdin, one a line, ours and everything that ours may import later; the table goes to stdout
(netlify/runtime/precompiled.py). Ours must be there; of the others some are no modules, but what a module holds.
"""

import contextlib
import importlib
import marshal
import re
import sys
import warnings
from array import array
from types import CodeType
from typing import Any

from netlify.runtime import precompiled

OURS = ("functions", "shared", "netlify")


class Rehearsal:
    """Compiles, and remembers what came of it."""

    def __init__(self):
        self.patterns: dict[tuple[str | bytes, int], bytes] = {}
        self.texts: dict[tuple[str, str], bytes] = {}
        expressions: Any = re
        self._compiler = expressions._compiler
        self._compile, self._machine = self._compiler.compile, self._compiler._sre
        self._built: tuple[Any, ...] = ()
        self._compiler._sre = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._machine, name)

    def compile(self, pattern: Any, *parts: Any) -> Any:
        """Stand in for the machine's own: remember what it is given."""
        self._built = parts
        return self._machine.compile(pattern, *parts)

    def compile_pattern(self, pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        """Compile a regular expression."""
        compiled = self._compile(pattern, flags)
        if isinstance(pattern, str | bytes) and not flags & re.DEBUG:
            self.patterns[pattern, int(flags)] = _packed(*self._built)
        return compiled

    def compile_text(self, text: str, file: str, mode: str) -> CodeType:
        """Compile source text."""
        code = compile(text, file, mode, dont_inherit=True)
        if file == "<string>":
            self.texts[text, mode] = marshal.dumps(code, precompiled.FORMAT)
        return code


def _packed(flags: int, code: list[int], *groups: Any) -> bytes:
    """Marshal a built pattern; its code, a list of numbers of 32 bits, as one run of bytes."""
    return marshal.dumps((int(flags), array("I", code).tobytes(), *groups), precompiled.FORMAT)


def main() -> int:
    """Import every name of stdin and write the table."""
    rehearsal = Rehearsal()
    precompiled.use(rehearsal.compile_pattern, rehearsal.compile_text)
    warnings.simplefilter("ignore")
    for name in sys.stdin.read().split():
        if name.split(".", 1)[0] in OURS:
            importlib.import_module(name)
        else:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    table = (sys.version, dict(sorted(rehearsal.patterns.items(), key=repr)), dict(sorted(rehearsal.texts.items())))
    sys.stdout.buffer.write(marshal.dumps(table, precompiled.FORMAT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
