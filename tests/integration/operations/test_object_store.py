"""The object store's gateway and the media commands, against our own store and against moto's."""

import contextlib
import socket
import threading
from collections.abc import Generator
from datetime import UTC, datetime
from typing import NamedTuple

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from netlify.standins.s3.app import Objects
from netlify.standins.s3.folder import ObjectFolder
from netlify.standins.s3.signatures import Keys
from shared.authoring.store import unnamed
from shared.content.presign import presign
from shared.operations import gateway
from shared.operations.gateway import Store, Stored, StoreUnavailable
from shared.settings import StoreSettings
from tests.support.stripe_stand_in import running

SETTINGS = StoreSettings("", "us-east-1", "media", "local", "secret")
FILM = b"\0film!" * 1000
ERROR = "<Error><Code>{}</Code><Message>word</Message></Error>"


class Said(NamedTuple):
    """One scripted answer."""

    status: int
    code: str = ""


class Scripted:
    """A store that answers what it is told, one answer a request, and keeps what it was asked."""

    def __init__(self, *answers: Said):
        self.asked: list[str] = []
        self._answers = list(answers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the next of the script."""
        self.asked.append(scope["method"])
        while (await receive()).get("more_body"):
            pass
        said = self._answers.pop(0)
        body = ERROR.format(said.code) if said.code and scope["method"] != "HEAD" else ""
        await Response(body, said.status, media_type="application/xml")(scope, receive, send)


@pytest.fixture(params=["ours", "moto"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[StoreSettings]:
    """A served store with the bucket `media`."""
    if request.param == "ours":
        folder = ObjectFolder(tmp_path_factory.mktemp("objects"))
        folder.make_bucket("media")
        with running(Objects(folder, Keys("local", "secret")), lifespan="off") as port:
            yield SETTINGS._replace(endpoint=f"http://127.0.0.1:{port}")
        return
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        _, port = server.get_host_and_port()
        endpoint = f"http://127.0.0.1:{port}"
        httpx.post(f"{endpoint}/moto-api/reset")  # what it holds is the process's, not the server's
        boto3.client(  # pyright: ignore[reportUnknownMemberType] (hundreds of overloads, most of unknown types)
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="secret",
        ).create_bucket(Bucket="media")
        yield SETTINGS._replace(endpoint=endpoint)
    finally:
        server.stop()


def scripted(*answers: Said) -> contextlib.AbstractContextManager[tuple[Store, Scripted]]:
    """Return a gateway to a store that answers by script."""

    @contextlib.contextmanager
    def served() -> Generator[tuple[Store, Scripted]]:
        app = Scripted(*answers)
        with running(app, lifespan="off") as port:
            yield Store(SETTINGS._replace(endpoint=f"http://127.0.0.1:{port}")), app

    return served()


def test_a_film_is_stored_found_and_handed_out(settings: StoreSettings) -> None:
    """What was put is found with length and kind, and a signed address gives it, whole and by ranges."""
    store = Store(settings)
    store.require()
    assert store.find("media/film.mp4") is None
    store.put("media/film.mp4", FILM, "video/mp4", "private, max-age=3600")
    assert store.find("media/film.mp4") == Stored(len(FILM), "video/mp4")
    address = presign(settings, "GET", "media/film.mp4", 60, datetime.now(UTC))
    whole = httpx.get(address)
    assert (whole.status_code, whole.content) == (200, FILM)
    assert whole.headers["cache-control"] == "private, max-age=3600"
    part = httpx.get(address, headers={"range": "bytes=5-8"})
    assert (part.status_code, part.content) == (206, FILM[5:9])


def test_what_nothing_names_is_listed(settings: StoreSettings) -> None:
    """Objects below media/ that nobody names are listed with their size; others are not."""
    store = Store(settings)
    for key in ("media/kept", "media/old", "backups/other"):
        store.put(key, b"12345", "text/plain", "no-store")
    assert list(unnamed(store, {"media/kept"})) == [("media/old", 5)]


def test_a_list_is_read_to_its_end(settings: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """More objects than one page holds are all listed."""
    monkeypatch.setattr(gateway, "PAGE_KEYS", 2)
    store = Store(settings)
    for number in range(5):
        store.put(f"many/{number}", b"1", "text/plain", "no-store")
    assert [key for key, _ in store.keys("many/")] == [f"many/{number}" for number in range(5)]


def test_a_lost_bucket_is_named(settings: StoreSettings) -> None:
    """Another bucket's name is refused with the store's own code, before anything is put."""
    with pytest.raises(StoreUnavailable, match="404 NoSuchBucket to ListObjectsV2"):
        Store(settings._replace(bucket="another")).require()


def test_keys_that_may_not_list_see_403_for_what_is_missing() -> None:
    """HEAD 403 counts as missing, a refused list as a bucket that is there: Amazon's answers without ListBucket."""
    with scripted(Said(403, "AccessDenied"), Said(403)) as (store, _):
        store.require()
        assert store.find("media/film.mp4") is None


def test_wrong_keys_are_no_missing_objects() -> None:
    """A secret that is not the store's is refused in the store's word."""
    refused = pytest.raises(StoreUnavailable, match="403 SignatureDoesNotMatch")
    with scripted(Said(403, "SignatureDoesNotMatch")) as (store, _), refused:
        store.require()


def test_a_busy_store_is_asked_again() -> None:
    """5xx and SlowDown are tried again, the body with them; the fourth refusal is final and says its code."""
    busy = Said(503, "SlowDown")
    with scripted(Said(500, "InternalError"), busy, Said(200), Said(404)) as (store, app):
        with pytest.raises(StoreUnavailable, match="has nothing there"):
            store.put("media/film.mp4", FILM, "video/mp4", "no-store")
        assert app.asked == ["PUT", "PUT", "PUT", "HEAD"]
    with scripted(*[busy] * 4) as (store, app):
        with pytest.raises(StoreUnavailable, match="503 SlowDown to PutObject"):
            store.put("media/film.mp4", FILM, "video/mp4", "no-store")
        assert app.asked == ["PUT"] * 4


def test_half_a_film_is_no_film() -> None:
    """A store that took the upload and has another length is refused in one sentence."""
    refused = pytest.raises(StoreUnavailable, match=r"took 6,000 bytes as media/film.mp4 and has \d+ bytes there")
    with scripted(Said(200), Said(200)) as (store, _), refused:
        store.put("media/film.mp4", FILM, "video/mp4", "no-store")


@pytest.mark.parametrize("endpoint", ["ftp://store", "http://", "not an address", "http://127.0.0.1:1"])
def test_a_broken_endpoint_is_a_sentence(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands where the endpoint should, one sentence names it, and no key."""
    monkeypatch.setattr(gateway, "ATTEMPTS", 1)
    with pytest.raises(StoreUnavailable) as refused:
        Store(SETTINGS._replace(endpoint=endpoint)).require()
    assert refused.value.detail.startswith(endpoint)
    assert "secret" not in refused.value.detail
    assert "\n" not in refused.value.detail


def test_a_store_that_drips_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that comes a byte at a time ends at the request's one limit."""
    monkeypatch.setattr(gateway, "REQUEST_SECONDS", 1)
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            client, _ = listener.accept()
            with client, contextlib.suppress(OSError):
                client.recv(65536)
                client.sendall(b"HTTP/1.1 200 OK\r\n")
                while not done.wait(0.2):
                    client.sendall(b"x")

        threading.Thread(target=drip, daemon=True).start()
        port = listener.getsockname()[1]
        with pytest.raises(StoreUnavailable, match="no answer within 1 s"):
            Store(SETTINGS._replace(endpoint=f"http://127.0.0.1:{port}")).require()
        done.set()
