"""`python -m netlify.standins.ses`: the SES stand-in by itself; each mail it takes is a line of JSON on stdout."""

import json

from netlify.standins import command
from netlify.standins.ses.app import create_app


async def _print(to: str, subject: str, text: str, html: str) -> None:
    print(json.dumps({"to": to, "subject": subject, "text": text, "html": html}), flush=True)


def main() -> None:
    """Serve `/v2/email/outbound-emails` until Ctrl-C."""
    given = command.arguments("ses", "Amazon SES that prints what it is given.").parse_args()
    command.end_quietly()
    with command.listening(given.port) as (listener, origin):
        command.serve(create_app(_print), listener, origin)


if __name__ == "__main__":
    main()
