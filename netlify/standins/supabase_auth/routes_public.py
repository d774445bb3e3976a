"""What anyone may ask: is it well, what is switched on, which keys sign; and what this stand-in has not."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.supabase_auth.problems import AuthProblem, validation_failed
from netlify.standins.supabase_auth.service import get_route, service_of

PROVIDERS = (
    "anonymous_users",
    "apple",
    "azure",
    "bitbucket",
    "discord",
    "facebook",
    "figma",
    "fly",
    "github",
    "gitlab",
    "google",
    "kakao",
    "keycloak",
    "linkedin",
    "linkedin_oidc",
    "notion",
    "phone",
    "slack",
    "slack_oidc",
    "snapchat",
    "spotify",
    "twitch",
    "twitter",
    "workos",
    "x",
    "zoom",
)
CACHED = {"cache-control": "public, max-age=600"}


async def health(_: Request) -> Response:
    """GET /health: that the service answers."""
    description = "GoTrue is a user registration and authentication API"
    return JSONResponse({"version": "local", "name": "GoTrue", "description": description})


async def show_settings(request: Request) -> Response:
    """GET /settings: what a page needs to know to draw its forms."""
    settings = service_of(request).settings
    return JSONResponse(
        {
            "external": dict.fromkeys(PROVIDERS, False) | {"email": True},
            "disable_signup": not settings.sign_up_enabled,
            "mailer_autoconfirm": not settings.confirm_email,
            "phone_autoconfirm": False,
            "sms_provider": "",
            "saml_enabled": False,
            "saml_private_key_next_configured": False,
            "passkeys_enabled": False,
        }
    )


async def jwks(request: Request) -> Response:
    """GET /.well-known/jwks.json: the public halves of the signing keys, cacheable for ten minutes."""
    return JSONResponse(await service_of(request).published_keys(), headers=CACHED)


async def openid_configuration(request: Request) -> Response:
    """GET /.well-known/openid-configuration: where things are, for who looks here first."""
    issuer = service_of(request).settings.api_url
    return JSONResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/oauth/authorize",
            "token_endpoint": f"{issuer}/oauth/token",
            "jwks_uri": f"{issuer}/.well-known/jwks.json",
            "userinfo_endpoint": f"{issuer}/oauth/userinfo",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "code_challenge_methods_supported": ["S256", "plain"],
        },
        headers=CACHED,
    )


async def authorize(_: Request) -> Response:
    """GET /authorize: no outside provider is switched on."""
    raise validation_failed("Unsupported provider: provider is not enabled")


async def saml(_: Request) -> Response:
    """POST /sso: switched off."""
    raise AuthProblem(404, "saml_provider_disabled", "SAML 2.0 is disabled")


async def only_admins(request: Request) -> Response:
    """Everything below /admin: the platform holds no service key, so nobody is an administrator."""
    if not request.headers.get("authorization", "").lower().startswith("bearer "):
        raise AuthProblem(401, "no_authorization", "This endpoint requires a valid Bearer token")
    raise AuthProblem(403, "not_admin", "User not allowed")


routes = [
    get_route("/health", health),
    Route("/settings", show_settings, methods=["GET"]),
    Route("/.well-known/jwks.json", jwks, methods=["GET"]),
    Route("/.well-known/openid-configuration", openid_configuration, methods=["GET"]),
    Route("/authorize", authorize, methods=["GET"]),
    Route("/sso", saml, methods=["POST"]),
    Route("/invite", only_admins, methods=["POST"]),
    Route("/admin/{path:path}", only_admins, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
]
