"""A token issuer for tests: ES256 keys like Supabase Auth's, published as a JWKS over real HTTP."""

import contextlib
import json
import time
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm


class SigningKey:
    """A P-256 key with its id."""

    def __init__(self, kid: str):
        self.kid = kid
        self.private = ec.generate_private_key(ec.SECP256R1())

    @property
    def public_jwk(self) -> dict[str, Any]:
        """The public half as Supabase publishes it."""
        jwk = json.loads(ECAlgorithm.to_jwk(self.private.public_key()))
        return {**jwk, "kid": self.kid, "alg": "ES256", "use": "sig", "key_ops": ["verify"]}


class Issuer:
    """Serves `keys` at <url>/auth/v1/.well-known/jwks.json, counts how often it was asked, and issues tokens."""

    def __init__(self) -> None:
        self.key = SigningKey("key-1")
        self.keys = [self.key, SigningKey("key-2")]
        self.others: list[Any] = []  # entries of the key set that are no keys of ours
        self.fetches = 0
        self.away = False
        self.says: bytes | None = None  # what is answered instead of the key set
        self.drips = 0.0  # seconds between the bytes of an answer
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.fetches += 1
                body = json.dumps({"keys": [*issuer.others, *(key.public_jwk for key in issuer.keys)]}).encode()
                body = body if issuer.says is None else issuer.says
                if issuer.drips:
                    self._drip()
                    return
                self.send_response(503 if issuer.away else 200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _drip(self) -> None:
                """Say a header that has no end, byte by byte, until the client has left."""
                with contextlib.suppress(OSError):
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
                    for _ in range(1000):
                        self.wfile.write(b"x")
                        time.sleep(issuer.drips)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """What SUPABASE_URL is set to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def claims(self, user_id: str, **changed: object) -> dict[str, object]:
        """Return the claims of an access token as Supabase Auth issues them; a None drops the claim."""
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": f"{self.url}/auth/v1",
            "aud": "authenticated",
            "sub": user_id,
            "role": "authenticated",
            "aal": "aal1",
            "amr": [{"method": "password", "timestamp": now}],
            "session_id": str(uuid.uuid4()),
            "email": "",
            "phone": "",
            "app_metadata": {"provider": "email", "providers": ["email"]},
            "user_metadata": {},
            "is_anonymous": False,
            "iat": now,
            "exp": now + 3600,
        }
        return {name: value for name, value in {**claims, **changed}.items() if value is not None}

    def token(self, user_id: str, key: SigningKey | None = None, **changed: object) -> str:
        """Return a signed access token for `user_id`, with some claims changed or dropped."""
        return self.sign(self.claims(user_id, **changed), key or self.key)

    def sign(self, claims: Mapping[str, object], key: SigningKey) -> str:
        """Return `claims` signed with `key`."""
        return jwt.encode(dict(claims), key.private, algorithm="ES256", headers={"kid": key.kid})
