"""A project as the doctor sees it: sign-in service, site, store, Stripe and provider on one address, each to spoil."""

import base64
import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.accounts.rules import NOBODYS_DOMAIN
from shared.payments.records import API_VERSION
from shared.payments.stripe_objects import HANDLED_TYPES

HOOK = "/.netlify/functions/stripe-webhook"
PRICE = {"id": "price_1", "object": "price", "active": True, "unit_amount": 49900, "currency": "usd"}


class World:
    """Healthy until a test changes one of its attributes."""

    def __init__(self) -> None:
        self.url = ""
        self.settings: dict[str, Any] = {
            "disable_signup": False,
            "mailer_autoconfirm": False,
            "external": {"email": True, "anonymous_users": False},
        }
        self.keys: list[dict[str, str]] = [{"kty": "EC", "alg": "ES256", "kid": "1"}]
        self.own: tuple[str, ...] = ()  # where its own site is, as far as Supabase has been told
        self.redirects_allowed: tuple[str, ...] = ()
        self.site_url = ""
        self.least_password = 8
        self.hook: tuple[int, dict[str, object]] = (403, {"code": 403, "error_code": "unknown", "msg": "No."})
        self.exposed = False
        self.token_seconds = 3600
        self.link = "/welcome?token_hash=abc&type=signup"
        self.totp = True
        self.asks_current_password = True
        self.mail_pause = 60
        self.mails_to_recover = 0
        self.erasing = 204
        self.price: dict[str, Any] = dict(PRICE)
        self.key_refused = False
        self.endpoint: dict[str, Any] = {
            "status": "enabled",
            "api_version": API_VERSION,
            "enabled_events": list(HANDLED_TYPES),
        }
        self.endpoint_path = HOOK
        self.store_status = 200
        self.store_origin = "*"
        self.provider = 200
        self.shown_supabase = ""
        self.site_status = 200
        self._objects: dict[str, bytes] = {}

    def app(self) -> Starlette:
        """Return what serves all of it."""
        routes = [
            Route("/auth/v1/settings", self._settings),
            Route("/auth/v1/.well-known/jwks.json", self._keys),
            Route("/auth/v1/verify", self._leads, methods=["GET"]),
            Route("/auth/v1/verify", self._session, methods=["POST"]),
            Route("/auth/v1/token", self._session, methods=["POST"]),
            Route("/auth/v1/signup", self._sign_up, methods=["POST"]),
            Route("/auth/v1/recover", self._recover, methods=["POST"]),
            Route("/auth/v1/factors", self._factor, methods=["POST"]),
            Route("/auth/v1/user", self._password, methods=["PUT"]),
            Route("/rest/v1/users", self._data_api),
            Route("/config.json", self._config),
            Route("/.netlify/functions/account", self._erase, methods=["DELETE"]),
            Route("/v1/prices/{id}", self._price),
            Route("/v1/webhook_endpoints", self._endpoints),
            Route("/ai/responses", self._respond, methods=["POST"]),
            Route("/bucket/{key:path}", self._object, methods=["GET", "HEAD", "PUT"]),
        ]
        return Starlette(routes=routes)

    async def _settings(self, _: Request) -> Response:
        return JSONResponse(self.settings)

    async def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": self.keys})

    async def _erase(self, _: Request) -> Response:
        return Response(status_code=self.erasing)

    async def _leads(self, request: Request) -> Response:
        wanted = request.query_params["redirect_to"]
        own = self.own or (self.url,)
        leads = wanted if wanted.startswith((*own, *self.redirects_allowed)) else self.site_url or own[0]
        return Response(status_code=303, headers={"location": f"{leads}?error=access_denied#error_code=otp_expired"})

    async def _session(self, _: Request) -> Response:
        claims = json.dumps({"iat": 1_000_000, "exp": 1_000_000 + self.token_seconds}).encode()
        token = "e30." + base64.urlsafe_b64encode(claims).decode().rstrip("=") + ".x"
        return JSONResponse({"access_token": token})

    async def _sign_up(self, request: Request) -> Response:
        asked = await request.json()
        if len(asked["password"]) < self.least_password:
            said = f"Password should be at least {self.least_password} characters."
            return JSONResponse({"code": 422, "error_code": "weak_password", "msg": said}, 422)
        if asked["email"].endswith(NOBODYS_DOMAIN):
            return JSONResponse(self.hook[1], self.hook[0])
        return JSONResponse({"id": "1"})

    async def _recover(self, _: Request) -> Response:
        self.mails_to_recover += 1
        if self.mails_to_recover == 1 or not self.mail_pause:
            return JSONResponse({})
        said = f"For security purposes, you can only request this after {self.mail_pause} seconds."
        return JSONResponse({"code": 429, "error_code": "over_email_send_rate_limit", "msg": said}, 429)

    async def _factor(self, _: Request) -> Response:
        return (
            JSONResponse({"id": "1"}) if self.totp else JSONResponse({"error_code": "mfa_totp_enroll_not_enabled"}, 422)
        )

    async def _password(self, _: Request) -> Response:
        if self.asks_current_password:
            return JSONResponse({"code": 400, "error_code": "current_password_required"}, 400)
        return JSONResponse({"id": "1"})

    async def _data_api(self, _: Request) -> Response:
        return JSONResponse([]) if self.exposed else JSONResponse({"code": "PGRST106"}, 406)

    async def _config(self, _: Request) -> Response:
        return JSONResponse({"supabase_url": self.shown_supabase or self.url}, self.site_status)

    async def _price(self, _: Request) -> Response:
        if self.key_refused:
            return JSONResponse({"error": {"type": "invalid_request_error", "message": "Invalid API Key"}}, 401)
        return JSONResponse(self.price)

    async def _endpoints(self, _: Request) -> Response:
        listed = [{"object": "webhook_endpoint", "id": "we_1", "url": self.url + self.endpoint_path, **self.endpoint}]
        return JSONResponse({"object": "list", "url": "/v1/webhook_endpoints", "has_more": False, "data": listed})

    async def _respond(self, _: Request) -> Response:
        return JSONResponse({"error": {"code": "refused"}} if self.provider != 200 else {"output": []}, self.provider)

    async def _object(self, request: Request) -> Response:
        key = request.path_params["key"]
        if self.store_status != 200:
            return Response("<Error><Code>AccessDenied</Code></Error>", self.store_status, media_type="application/xml")
        if request.method == "PUT":
            self._objects[key] = await request.body()
            return Response(headers={"etag": '"1"'})
        return Response(
            self._objects[key], headers={"access-control-allow-origin": self.store_origin}, media_type="text/plain"
        )
