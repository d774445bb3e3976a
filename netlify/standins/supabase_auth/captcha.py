"""The captcha that a project may want with what anybody can ask; its vendor is not asked here: any token counts."""

from netlify.standins.supabase_auth.bodies import Guarded
from netlify.standins.supabase_auth.problems import AuthProblem
from netlify.standins.supabase_auth.settings import AuthSettings

MISSING = "captcha protection: request disallowed (no captcha_token found)"


def require_captcha(settings: AuthSettings, body: Guarded) -> None:
    """Refuse a request without a token where the project wants one."""
    if settings.captcha_wanted and not body.gotrue_meta_security.captcha_token.strip():
        raise AuthProblem(400, "captcha_failed", MISSING)
