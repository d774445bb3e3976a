"""`python -m netlify.standins.openai`: the OpenAI stand-in by itself; the SDK's `base_url` is its address and /v1."""

from netlify.standins import command
from netlify.standins.openai.app import create_app


def main() -> None:
    """Serve `/v1/responses` and `/v1/models` until Ctrl-C."""
    given = command.arguments("openai", "A Responses API that quotes what it is given.").parse_args()
    command.end_quietly()
    with command.listening(given.port) as (listener, origin):
        command.serve(create_app(), listener, f"{origin}/v1")


if __name__ == "__main__":
    main()
