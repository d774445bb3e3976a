"""How the local Supabase Auth behaves: what a project's dashboard would set, and where things are."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Requests an hour from one address, and mails an hour in all; `burst` of them may come at once.

    Each path counts by itself. The defaults let many people (and tests) share one address under `make run`.
    """

    codes: int = 10_000  # sign-up, one-time codes, recovery, resending and changes to the user: each so many
    verifications: int = 10_000
    tokens: int = 20_000
    mails: int = 10_000
    burst: int = 0  # 0: as many as an hour has


# A hosted project before anyone changes it: github.com/supabase/auth internal/conf/configuration.go.
HOSTED_LIMITS = Limits(codes=360, verifications=360, tokens=1800, mails=30, burst=30)


@dataclass(frozen=True)
class AuthSettings:
    """Everything the service needs to know, and nothing from the environment; the defaults are a hosted project's."""

    origin: str  # where the platform is, without a path: http://localhost:8888
    database_url: str = field(repr=False)  # logs in as supabase_auth_admin
    site_url: str = ""  # where links lead when nothing else is asked for; the origin when empty
    mail_page: str = ""  # the page that the project's mail templates link to; GoTrue's own /verify when empty
    redirect_allow_list: tuple[str, ...] = ()  # globs: * stops at . and /, ** does not

    signup_hook_url: str = ""  # no hook when empty
    signup_hook_secrets: str = field(default="", repr=False)  # v1,whsec_<base64>, several separated by |
    hook_deadline_seconds: float = 5.0  # for all attempts together
    hook_pause_seconds: float = 2.0  # between two attempts

    sign_up_enabled: bool = True
    email_enabled: bool = True
    totp_enabled: bool = True
    captcha_wanted: bool = False  # any token counts: nobody is asked whether it is a captcha's
    confirm_email: bool = True
    both_addresses_confirm_a_change: bool = True
    password_min_length: int = 6
    password_required_characters: tuple[str, ...] = ()  # one of each set must occur
    old_sessions_need_a_nonce_for_a_password: bool = False  # "Secure password change"
    current_password_wanted: bool = False  # "Require current password", except of who came by a mail

    access_token_seconds: int = 3600
    refresh_reuse_seconds: int = 10
    code_seconds: int = 3600
    flow_seconds: int = 300  # how long a PKCE code can be exchanged
    mail_interval_seconds: int = 60  # between two mails of a kind to one person
    limits: Limits = Limits()

    @property
    def api_url(self) -> str:
        """Where this API is served: also the issuer of every token."""
        return f"{self.origin}/auth/v1"

    @property
    def home(self) -> str:
        """Where a link leads by default."""
        return self.site_url or self.origin
