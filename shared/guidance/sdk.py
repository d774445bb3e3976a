"""OpenAI's SDK without the four hundred modules of its `types`, which the one call we make does not need.

`import openai` loads the models of every endpoint, three quarters of its time. Each package named here is put in
place unloaded; whoever does ask it for something (the SDK itself, elsewhere) gets the whole of it then.
"""

import importlib.util
import sys
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

DEFERRED = ("openai.types", "openai.types.responses", "openai.types.chat", "openai.types.shared_params")


def load() -> Any:
    """Import and return `openai`; what was imported already stays as it is."""
    if "openai" not in sys.modules:
        for name in DEFERRED:
            _defer(name)
    return importlib.import_module("openai")


def _defer(name: str) -> None:
    """Put package `name` in place without running its `__init__`."""
    parent, _, child = name.rpartition(".")
    places = _places(parent)
    spec = PathFinder.find_spec(name, places)
    if spec is None or spec.loader is None or name in sys.modules:  # another release of the SDK: nothing is gained
        return
    package = importlib.util.module_from_spec(spec)
    loader = spec.loader

    def complete(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        del package.__dict__["__getattr__"]
        loader.exec_module(package)
        return getattr(package, attribute)

    package.__dict__["__getattr__"] = complete
    sys.modules[name] = package
    if parent in sys.modules:
        setattr(sys.modules[parent], child, package)


def _places(package: str) -> list[str] | None:
    """Return where the modules of `package` lie, without importing it."""
    loaded: ModuleType | None = sys.modules.get(package)
    if loaded is not None:
        return list(loaded.__path__)
    spec = importlib.util.find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec else None
