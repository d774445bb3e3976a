"""`make test`: every test that this machine can run; with CI=true a skipped test is a failure."""

import subprocess
import sys

from tests.system import missing


def main() -> int:
    """Say what is missing here, run pytest over everything on two cores, and return its exit code."""
    for tool in missing():
        print(f"not here: {tool.name} ({tool.used_for}); `make setup-system` installs it", flush=True)
    # The browsers' files, each of them long, come first by their name; three processes, because much of it is waiting.
    spread = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", "-q", *spread, *sys.argv[1:]]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
