"""Where the build reads and writes, and what it cannot do."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "build"
BUNDLES = ROOT / ".bundles"


class BuildRefused(Exception):
    """The bundles cannot be made, or Netlify could not run them; the message says which and why."""
