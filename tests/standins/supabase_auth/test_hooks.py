"""The before-user-created hook: what is sent, how often, and what each answer means to the person."""

import json
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.supabase_auth.hooks import signatures
from tests.standins.supabase_auth.serving import PASSWORD, AuthServer, new_address, running, serve
from tests.support.databases import Database

SECRETS = "v1,whsec_b25lIHNlY3JldCBvZiB0d2VudHktZm91cg==|v1,whsec_YW5vdGhlciBzZWNyZXQgb2YgMjQgYnl0ZXM="


@dataclass
class Hook:
    """A hook that keeps what it is sent and answers what the test says, by the number of the attempt."""

    url: str = ""
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list[tuple[dict[str, str], bytes]])
    answer: Response | Callable[[int], Response] = field(default_factory=lambda: JSONResponse({}))

    async def receive(self, request: Request) -> Response:
        """Keep the request and answer."""
        self.calls.append((dict(request.headers), await request.body()))
        return self.answer if isinstance(self.answer, Response) else self.answer(len(self.calls))


@contextmanager
def _hook() -> Generator[Hook]:
    hook = Hook()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        hook.url = f"http://localhost:{listener.getsockname()[1]}/hook"
        with running(Starlette(routes=[Route("/hook", hook.receive, methods=["POST"])]), listener):
            yield hook


@pytest.fixture(scope="module")
def hooked(database: Database) -> Generator[tuple[AuthServer, Hook]]:
    """A service with a hook, impatient enough for tests."""
    with (
        _hook() as hook,
        serve(
            database,
            signup_hook_url=hook.url,
            signup_hook_secrets=SECRETS,
            hook_pause_seconds=0.05,
            hook_deadline_seconds=0.5,
        ) as auth,
    ):
        yield auth, hook


@pytest.fixture
def auth(hooked: tuple[AuthServer, Hook]) -> AuthServer:
    """The service."""
    return hooked[0]


@pytest.fixture
def hook(hooked: tuple[AuthServer, Hook]) -> Hook:
    """The hook, having been called by nobody yet."""
    hooked[1].calls.clear()
    hooked[1].answer = JSONResponse({})
    return hooked[1]


def sign_up(auth: AuthServer, email: str = "") -> tuple[int, str, str]:
    """Sign up and return status, code and message."""
    answer = auth.post("signup", {"email": email or new_address(), "password": PASSWORD, "data": {"name": "Ada"}})
    body = answer.json()
    return answer.status_code, body.get("error_code", ""), body.get("msg", "")


def test_what_the_hook_is_sent(auth: AuthServer, hook: Hook) -> None:
    """The person who is about to be made and the call's own id, signed with every secret."""
    email = new_address()
    assert sign_up(auth, email)[0] == 200
    [(headers, body)] = hook.calls
    sent = json.loads(body)
    assert set(sent) == {"metadata", "user"}
    assert set(sent["metadata"]) == {"uuid", "time", "name", "ip_address"}
    assert sent["metadata"]["name"] == "before-user-created"
    assert sent["metadata"]["ip_address"] == "127.0.0.1"
    user = sent["user"]
    assert auth.query("select email from auth.users where id = %s", [user["id"]]) == [(email,)]
    assert (user["email"], user["role"], user["user_metadata"]) == (email, "", {"name": "Ada"})
    assert user["created_at"] == "0001-01-01T00:00:00Z"
    expected = signatures(SECRETS, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert headers["webhook-signature"] == expected
    assert expected.count("v1,") == 2
    assert headers["content-type"] == "application/json"


def test_signatures_are_those_of_standard_webhooks() -> None:
    """The example of the specification's own libraries comes out byte for byte."""
    secret = "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    given = signatures(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert given == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_known_address_does_not_reach_the_hook(auth: AuthServer, hook: Hook) -> None:
    """Only somebody who would be made is shown to the hook."""
    email = new_address()
    sign_up(auth, email)
    sign_up(auth, email)
    assert len(hook.calls) == 1


def test_a_refusal_is_told_to_the_person_and_makes_nobody(auth: AuthServer, hook: Hook) -> None:
    """200 with an error stops the sign-up with its status and sentence."""
    hook.answer = JSONResponse({"error": {"http_code": 403, "message": "Please use another address."}})
    email = new_address()
    assert sign_up(auth, email) == (403, "unknown", "Please use another address.")
    assert auth.query("select from auth.users where email = %s", [email]) == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Response(status_code=204), (200, "", "")),
        (JSONResponse({}, 202), (200, "", "")),
        (JSONResponse({"error": {"http_code": 403, "message": ""}}), (200, "", "")),
        (JSONResponse({"error": {"http_code": "403", "message": "x"}}), (200, "", "")),
        (JSONResponse({"error": {"message": "No."}}), (500, "unexpected_failure", "No.")),
        (JSONResponse([]), (500, "unexpected_failure", "Error unmarshaling JSON output.")),
        (Response("{", media_type="application/json"), (500, "unexpected_failure", "Error unmarshaling JSON output.")),
        (
            Response("{}", media_type="text/plain"),
            (
                400,
                "hook_payload_invalid_content_type",
                "Invalid JSON response. Received content-type: text/plain; charset=utf-8",
            ),
        ),
        (
            Response("{}"),
            (400, "hook_payload_invalid_content_type", "Invalid Content-Type: Missing Content-Type header"),
        ),
        (
            Response(b" " * 204_801, media_type="application/json"),
            (422, "hook_payload_over_size_limit", "Payload size exceeded size limit of 204800 bytes"),
        ),
        (JSONResponse({}, 400), (500, "unexpected_failure", "Invalid payload sent to hook")),
        (JSONResponse({}, 401), (500, "unexpected_failure", "Hook requires authorization token")),
        (JSONResponse({}, 403), (500, "unexpected_failure", "Unexpected status code returned from hook: 403")),
        (JSONResponse({}, 500), (500, "unexpected_failure", "Unexpected status code returned from hook: 500")),
        (JSONResponse({}, 503), (500, "unexpected_failure", "Service currently unavailable due to hook")),
    ],
)
def test_each_answer_means_what_it_means_to_supabase(
    auth: AuthServer, hook: Hook, answer: Response, told: tuple[int, str, str]
) -> None:
    """Only 200 and 202 with JSON, and 204, let a person in."""
    hook.answer = answer
    assert sign_up(auth) == told
    assert len(hook.calls) == 1


def test_three_attempts_each_with_an_id_of_its_own(auth: AuthServer, hook: Hook) -> None:
    """Busy with Retry-After is asked again at once; the body, with metadata.uuid, stays the same."""
    busy = JSONResponse({}, 429, {"retry-after": "1"})
    hook.answer = lambda attempt: JSONResponse({}) if attempt == 3 else busy
    assert sign_up(auth)[0] == 200
    assert len({headers["webhook-id"] for headers, _ in hook.calls}) == 3
    assert len({body for _, body in hook.calls}) == 1
    hook.calls.clear()
    hook.answer = busy
    assert sign_up(auth) == (500, "unexpected_failure", "Service currently unavailable due to hook")
    assert len(hook.calls) == 3


def test_one_deadline_covers_everything(database: Database) -> None:
    """A hook that never answers costs the deadline once, whatever the attempts."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        url = f"http://localhost:{deaf.getsockname()[1]}/"
        with serve(database, signup_hook_url=url, signup_hook_secrets=SECRETS, hook_deadline_seconds=0.2) as auth:
            message = "Failed to reach hook within maximum time of 0.200000 seconds"
            assert sign_up(auth) == (422, "hook_timeout", message)


def test_a_hook_that_is_not_there(database: Database) -> None:
    """After three vain attempts the person is told that the hook could not be reached."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://localhost:{nobody.getsockname()[1]}/"
        with serve(database, signup_hook_url=url, signup_hook_secrets=SECRETS, hook_pause_seconds=0.01) as auth:
            assert sign_up(auth)[:2] == (422, "hook_timeout_after_retry")


def test_a_magic_link_asks_the_hook_too(auth: AuthServer, hook: Hook) -> None:
    """Whoever is made by a link is shown to the hook like anyone else."""
    hook.answer = JSONResponse({"error": {"http_code": 400, "message": "Not now."}})
    answer = auth.post("otp", {"email": new_address()})
    assert (answer.status_code, answer.json()["msg"]) == (400, "Not now.")
