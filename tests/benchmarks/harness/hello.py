"""The floor of every cold start: a handler that knows everything it answers."""


def handler(event: object, context: object) -> dict[str, object]:
    """Answer 200."""
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": "{}"}
