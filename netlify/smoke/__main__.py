"""`python -m netlify.smoke URL`: whether a site that is served at URL is ours, whole, and shut where it must be.

A minute, nothing but the standard library, and nothing is changed: it asks what anyone may ask. With a member's access
token in SMOKE_TOKEN it also asks the tutor one question, to see that its answer streams. One line for each promise;
exit 1 when one is broken or the site cannot be reached, 2 for usage.
"""

import http.client
import os
import re
import sys
from collections.abc import Callable

from netlify.smoke.promises import promises
from netlify.smoke.site import Broken, Site


def main(arguments: list[str]) -> int:
    """Check the site at the given address and print a line for each promise."""
    if len(arguments) != 1 or not re.match(r"https?://[^/]", arguments[0]):
        print("usage: python -m netlify.smoke https://the-site.example", file=sys.stderr)
        return 2
    site = Site(arguments[0], os.environ.get("SMOKE_TOKEN", ""))  # noqa: TID251 (this tool's own, no setting)
    try:
        site.get("/")
    except (OSError, http.client.HTTPException) as problem:
        print(f"{site.url} cannot be reached: {problem}.", file=sys.stderr)
        return 1
    broken = sum(not kept(promise, check, site) for promise, check in promises(site))
    print(f"{broken} promises broken" if broken else "all promises kept")
    return 1 if broken else 0


def kept(promise: str, check: Callable[[Site], None], site: Site) -> bool:
    """Run one check and print its line; an answer of another shape breaks it as a wrong one does."""
    try:
        check(site)
    except Broken as problem:
        seen = str(problem)
    except (OSError, http.client.HTTPException) as problem:
        seen = f"no answer ({problem or type(problem).__name__})"
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        seen = f"the answer has another shape ({type(problem).__name__} {problem})"
    else:
        print(f"pass  {promise}", flush=True)
        return True
    print(f"FAIL  {promise}: {seen}", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
