"""`python -m netlify.build`: everything that Netlify's own build needs to find; its netlify.toml calls it."""

import os
import sys
from contextlib import suppress

from netlify.build import entries, variables
from netlify.build.bundles import build
from netlify.build.paths import BuildRefused
from netlify.build.site import is_on_netlify, public_configuration, publish_media, write_included_files, write_site


def main() -> int:
    """Build; one sentence on stderr and 1 where the result could not run on Netlify."""
    try:
        variables.check(os.environ)  # noqa: TID251 (how long they are, not what they say)
        variables.check_database(os.environ)  # noqa: TID251 (Netlify's own build, before there are functions)
        variables.check_guide(os.environ)  # noqa: TID251 (as above)
        public = public_configuration()  # before the minute that bundles take
        project = entries.wanted()
        write_included_files(build(say))
        if is_on_netlify():
            say(f"rate-limit rules of Netlify's: {', '.join(entries.fit(project)) or 'none'}")
        write_site(public=public)
        publish_media()
    except BuildRefused as problem:
        print(f"netlify.build: {problem}", file=sys.stderr)
        return 1
    return 0


def say(line: str) -> None:
    """Print a line of progress at once."""
    with suppress(BrokenPipeError):
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
