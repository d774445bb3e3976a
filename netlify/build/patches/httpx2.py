"""httpx2 asks importlib.metadata, which brings the e-mail parser along, for its own version."""

from pathlib import Path

from netlify.build.patching import require, version_of

ASKED = ("from importlib.metadata import version\n", 'version("httpx2")')


def say_the_version(source: str, shelf: Path) -> str:
    """Return its name and description, and the version that it would have been told."""
    require(all(source.count(text) == 1 for text in ASKED), "it asks for its version in another way")
    return source.replace(ASKED[0], "").replace(ASKED[1], repr(version_of("httpx2", shelf)))


PATCHES = {"httpx2/__version__.py": say_the_version}
