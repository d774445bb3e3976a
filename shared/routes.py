"""Routes: one method on one path below a function's address, who may call it and how much it reads."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from shared.web import Request, Response

Endpoint = Callable[["Request"], "Response"]

# Who may call a route. "signed" means a vendor's signature over the body, "operator" a secret of ours;
# both are checked by the endpoint itself, because what is checked is theirs to say. "owner" is a member whom the
# database knows as one.
Who = Literal["anyone", "member", "owner", "signed", "operator"]

DEFAULT_BODY_BYTES = 64 * 1024


class Route(NamedTuple):
    """One method on one path below the function's address, who may call it and how much it reads."""

    method: str
    path: str
    endpoint: Endpoint
    who: Who
    max_body_bytes: int

    def match(self, segments: Sequence[str]) -> dict[str, str] | None:
        """Return the path's parameters when `segments` fit this route, else None."""
        wanted = [segment for segment in self.path.split("/") if segment]
        if len(wanted) != len(segments):
            return None
        parameters: dict[str, str] = {}
        for pattern, value in zip(wanted, segments, strict=True):
            if pattern.startswith("{"):
                parameters[pattern[1:-1]] = value
            elif pattern != value:
                return None
        return parameters


def GET(path: str, endpoint: Endpoint, *, who: Who) -> Route:  # noqa: N802 (HTTP's own spelling)
    """Route GET and HEAD on `path` to `endpoint`."""
    return Route("GET", path, endpoint, who, 0)


def POST(path: str, endpoint: Endpoint, *, who: Who, max_body_bytes: int = DEFAULT_BODY_BYTES) -> Route:  # noqa: N802
    """Route POST on `path` to `endpoint`."""
    return Route("POST", path, endpoint, who, max_body_bytes)


def PUT(path: str, endpoint: Endpoint, *, who: Who, max_body_bytes: int = DEFAULT_BODY_BYTES) -> Route:  # noqa: N802
    """Route PUT on `path` to `endpoint`."""
    return Route("PUT", path, endpoint, who, max_body_bytes)


def PATCH(path: str, endpoint: Endpoint, *, who: Who, max_body_bytes: int = DEFAULT_BODY_BYTES) -> Route:  # noqa: N802
    """Route PATCH on `path` to `endpoint`."""
    return Route("PATCH", path, endpoint, who, max_body_bytes)


def DELETE(path: str, endpoint: Endpoint, *, who: Who) -> Route:  # noqa: N802
    """Route DELETE on `path` to `endpoint`."""
    return Route("DELETE", path, endpoint, who, 0)
