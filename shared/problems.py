"""Problem, the one way to refuse, and the refusals every endpoint shares (RFC 9457)."""

from collections.abc import Mapping, Sequence


class Problem(Exception):
    """Something went wrong that is nobody's secret; subclasses are named for the fact.

    The first line of a subclass's docstring is the problem's title, `status` its HTTP status and `slug`
    names its page, `/problems/<slug>`. `extensions` become members of the problem document. `alert` is what an
    operator may have to look at where it is raised often.
    """

    status: int = 500
    slug: str = "internal-error"
    alert: str = ""

    def __init__(
        self,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        retry_after_seconds: int | None = None,
        extensions: Mapping[str, object] | None = None,
    ):
        super().__init__(detail)
        self.detail = detail
        self.extensions = dict(extensions or {})
        self.headers = dict(headers or {})
        if retry_after_seconds is not None:
            self.headers["retry-after"] = str(retry_after_seconds)

    @property
    def title(self) -> str:
        """The fact in a few words: the docstring's first line."""
        return (type(self).__doc__ or "").strip().splitlines()[0].rstrip(".")

    def document(self, request_id: str) -> dict[str, object]:
        """Return the members of the application/problem+json body."""
        members: dict[str, object] = {
            "type": f"/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            members["detail"] = self.detail
        return members | self.extensions | {"request_id": request_id}


class InternalError(Problem):
    """Something failed on our side."""


class MalformedRequest(Problem):
    """The request could not be read."""

    status = 400
    slug = "malformed-request"


class SignInRequired(Problem):
    """Sign in first."""

    status = 401
    slug = "sign-in-required"

    def __init__(self, detail: str = "This needs a valid sign-in."):
        super().__init__(detail, headers={"www-authenticate": "Bearer"})


class NotAllowed(Problem):
    """This is not allowed."""

    status = 403
    slug = "not-allowed"


class NotFound(Problem):
    """There is nothing here."""

    status = 404
    slug = "not-found"


class MethodNotAllowed(Problem):
    """This address does not answer that method."""

    status = 405
    slug = "method-not-allowed"

    def __init__(self, allowed: Sequence[str]):
        allow = ", ".join(allowed)
        super().__init__(f"Allowed here: {allow}.", headers={"allow": allow})


class Conflict(Problem):
    """This conflicts with the current state."""

    status = 409
    slug = "conflict"


class ContentTooLarge(Problem):
    """The request's body is too large."""

    status = 413
    slug = "content-too-large"

    def __init__(self, limit_bytes: int):
        super().__init__(f"At most {limit_bytes:,} bytes are read here.")


class InvalidBody(Problem):
    """The request's body does not have the required shape."""

    status = 422
    slug = "invalid-body"

    def __init__(self, errors: Sequence[Mapping[str, str]]):
        super().__init__("See errors for each field.", extensions={"errors": list(errors)})


class TooManyRequests(Problem):
    """Too many requests."""

    status = 429
    slug = "too-many-requests"

    def __init__(self, detail: str, retry_after_seconds: int, extensions: Mapping[str, object] | None = None):
        super().__init__(detail, retry_after_seconds=retry_after_seconds, extensions=extensions)


class Unavailable(Problem):
    """This cannot be answered right now."""

    status = 503
    slug = "unavailable"

    def __init__(self, detail: str = "Please try again in a moment.", retry_after_seconds: int = 5):
        super().__init__(detail, retry_after_seconds=retry_after_seconds)
