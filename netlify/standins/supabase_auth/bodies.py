"""Request bodies: JSON read as strictly as Postgres can store it, and the fields each request may have."""

import json
import math
from collections.abc import Iterator
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from starlette.requests import Request

from netlify.standins.supabase_auth.problems import AuthProblem

MAX_BYTES = 1 << 20
BodyT = TypeVar("BodyT", bound="Body")


class Body(BaseModel):
    """A request body. As in Go: unknown fields are ignored, null is absent, a wrong type is refused."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {key: field for key, field in cast("dict[str, object]", value).items() if field is not None}


class Challenge(Body):
    """What a PKCE client sends with any request that leads to a link in a mail (RFC 7636)."""

    code_challenge: str = ""
    code_challenge_method: str = ""


class CaptchaMeta(Body):
    """Where a client of Supabase's puts the captcha's token."""

    captcha_token: str = ""


class Guarded(Challenge):
    """A request that a project may want a captcha with."""

    gotrue_meta_security: CaptchaMeta = CaptchaMeta()


class SignUpBody(Guarded):
    """POST /signup."""

    email: str = ""
    phone: str = ""
    password: str = ""
    data: dict[str, Any] = {}


class CodeBody(Guarded):
    """POST /otp and /magiclink."""

    email: str = ""
    phone: str = ""
    channel: str = ""
    create_user: bool = True
    data: dict[str, Any] = {}


class RecoverBody(Guarded):
    """POST /recover."""

    email: str = ""


class ResendBody(Guarded):
    """POST /resend."""

    type: str = ""
    email: str = ""
    phone: str = ""


class VerifyBody(Body):
    """POST /verify."""

    type: str = ""
    token: str = ""
    token_hash: str = ""
    email: str = ""
    phone: str = ""
    redirect_to: str = ""


class PasswordGrantBody(Guarded):
    """POST /token?grant_type=password."""

    email: str = ""
    phone: str = ""
    password: str = ""


class RefreshGrantBody(Body):
    """POST /token?grant_type=refresh_token."""

    refresh_token: str = ""


class PkceGrantBody(Body):
    """POST /token?grant_type=pkce."""

    auth_code: str = ""
    code_verifier: str = ""


class FactorBody(Body):
    """POST /factors."""

    factor_type: str = ""
    friendly_name: str = ""
    issuer: str = ""
    phone: str = ""


class FactorCodeBody(Body):
    """POST /factors/{id}/verify."""

    challenge_id: str = ""
    code: str = ""


class UserBody(Challenge):
    """PUT /user."""

    email: str = ""
    phone: str = ""
    password: str | None = None
    current_password: str = ""
    nonce: str = ""
    data: dict[str, Any] | None = None
    app_metadata: dict[str, Any] | None = None


async def read_body(request: Request, shape: type[BodyT]) -> BodyT:
    """Return the request's body as `shape`; refuses what is too large, not JSON or of the wrong types."""
    document = parse_json(await _read_bytes(request))
    try:
        return shape.model_validate(document)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the body"
        raise _not_json(f"{where} has the wrong type") from None


def parse_json(raw: bytes) -> object:
    """Return the document in `raw`. Refuses what cannot be kept: NUL, lone surrogates, NaN, 1e400, great depth."""
    try:
        document: object = json.loads(
            raw.decode(), parse_constant=_refuse_constant, parse_float=_finite, parse_int=_bounded
        )
    except (ValueError, RecursionError) as error:
        raise _not_json(_without_content(error)) from None
    if any("\0" in text or not _is_unicode(text) for text in _texts(document)):
        raise _not_json("a string holds a character that cannot be kept")
    return document


async def _read_bytes(request: Request) -> bytes:
    chunks = bytearray()
    async for chunk in request.stream():
        chunks += chunk
        if len(chunks) > MAX_BYTES:
            raise AuthProblem(413, "request_entity_too_large", f"Request body too large (max {MAX_BYTES} bytes)")
    return bytes(chunks)


def _texts(document: object) -> Iterator[str]:
    """Yield every string, keys included, without recursion."""
    waiting: list[object] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            waiting += cast("list[object]", value)
        elif isinstance(value, dict):
            members = cast("dict[str, object]", value)
            waiting += members.keys()
            waiting += members.values()


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    if not math.isfinite(number := float(digits)):
        raise ValueError("a number is too large")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 300:
        raise ValueError("a number is too large")
    return int(digits)


def _without_content(error: Exception) -> str:
    """What is wrong, without quoting the body: it holds a password."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "it is not UTF-8 or holds a bad number"


def _not_json(why: str) -> AuthProblem:
    return AuthProblem(400, "bad_json", f"Could not parse request body as JSON: {why}")
