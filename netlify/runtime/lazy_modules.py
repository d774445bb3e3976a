"""Modules that libraries import at their top but use late or never: executed when first used, not when imported.

pyjwt imports all of X.509 for keys that come as certificates, which ours never do: a tenth of a cold start.
importlib's own LazyLoader is not used because, before Python 3.12, two threads that use such a module at once can
see it half executed.
"""

import sys
import threading
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

# Who imports it, and for what. A module belongs here when importing the importer reaches nothing in it.
LAZY = frozenset(
    {
        "asyncio.sslproto",  # asyncio, for TLS over its own loop; libpq, Stripe's and OpenAI's clients have their own
        "asyncio.staggered",  # asyncio, for connecting to several addresses at once
        "cryptography.x509",  # pyjwt, for keys that come as certificates
        "ctypes.util",  # psycopg, for a libpq that the system has
        "ssl",  # asyncio, for https; who fetches keys needs it, the public functions do not
    }
)


class _LazyModule(ModuleType):
    """A module that executes itself when first asked for something it does not have yet."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if spec is not None and isinstance(spec.loader, _Loader):
            spec.loader.execute(self, spec)
        if type(self) is ModuleType:
            return getattr(self, name)
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} yet", name=name, obj=self)


class _Loader:
    """Makes a module at once and executes it later; a second thread waits until the first has executed it."""

    def __init__(self, real: Any):
        self._real = real
        self._lock = threading.RLock()
        self._waits = False

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module, not executed."""
        return _LazyModule(spec.name)

    def exec_module(self, _: ModuleType) -> None:
        """Let the module wait; until now importlib itself was still looking at it."""
        self._waits = True

    def execute(self, module: ModuleType, spec: ModuleSpec) -> None:
        """Execute `module` if it still waits; what it raises is raised here, and again at the next use."""
        with self._lock:
            if not self._waits:
                return  # importlib is still making it, this thread is executing it, or another one just did
            self._waits = False
            try:
                self._real.exec_module(module)
            except BaseException:
                self._waits = True
                raise
            spec.loader = module.__loader__ = self._real
            module.__class__ = ModuleType


class _Finder:
    """Finds what PathFinder finds, and lets it be executed late."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec of a lazy module; None for any other."""
        if name not in LAZY:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)  # pyright: ignore[reportAttributeAccessIssue] (importlib asks two methods of it)
        return spec


def install() -> None:
    """From here on, execute the modules in LAZY when they are used."""
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)
