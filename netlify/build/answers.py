"""Modules that ask, when imported, what is known when a bundle is built: it holds the answer in their place.

`importlib.metadata` brings the e-mail parser and zip files along for one string: a thirtieth of a cold start.
"""

from importlib import metadata
from pathlib import Path

VERSIONS = {"psycopg/version.py": "psycopg", "psycopg_binary/version.py": "psycopg-binary"}
PLUGINS = "pydantic/plugin/_loader.py"  # it reads every distribution's entry points; nothing we bundle is a plugin
ANSWERS = {
    **dict.fromkeys(VERSIONS, "__version__ = {version!r}\n"),
    PLUGINS: "def get_plugins():\n    return ()\n",
}


def answered(source: Path, target: str) -> Path | None:
    """Write what the module `source`, bundled as `target`, comes to, and return that file; None for any other."""
    answer = ANSWERS.get(target)
    if answer is None:
        return None
    shelf = source.parents[len(Path(target).parts) - 1]
    found = next(iter(metadata.distributions(name=VERSIONS.get(target, "pydantic"), path=[str(shelf)])))
    written = shelf / f"{target.replace('/', '-')}"
    written.write_text(f'"""Answered when the bundle was built."""\n\n{answer.format(version=found.version)}')
    return written
