"""pydantic reads every distribution's entry points to find its plugins; nothing that we bundle is one."""

from pathlib import Path

from netlify.build.patching import defined, require

KNOWN = {"PYDANTIC_ENTRY_POINT_GROUP", "_plugins", "_loading_plugins", "get_plugins"}


def find_no_plugins(source: str, _: Path) -> str:
    """Return a loader that finds none without looking."""
    require(defined(source) == KNOWN, "it defines other names than it did")
    return "def get_plugins():\n    return ()\n"


PATCHES = {"pydantic/plugin/_loader.py": find_no_plugins}
