"""Supabase Auth's settings, as far as anybody may ask without leaving a trace."""

import re
from typing import Any
from urllib.parse import quote

from shared.accounts.rules import NOBODYS_DOMAIN
from shared.doctor.asking import Answer, ask, same_place
from shared.doctor.project import Project
from shared.doctor.records import Check, Ill, Unasked, require

NOBODY = f"doctor@{NOBODYS_DOMAIN}"
PAGES_LEAST_LENGTH = 8  # what the pages ask for
LONG_ENOUGH = "Correct-horse-battery-staple-1"
ELSEWHERE = "https://elsewhere.invalid/"


def checks(project: Project) -> list[Check]:
    """Return what is asked of the sign-in service."""
    asking = _Asking(project)
    return [
        Check("Sign-ups are open, by e-mail alone", asking.sign_ups),
        Check("An address counts when its owner has confirmed it", asking.confirmation),
        Check("Tokens are signed with ES256", asking.keys),
        Check("Mails may lead to this site", asking.redirects),
        Check("Mails lead nowhere else", asking.other_redirects),
        Check("A password may be as short as the pages say, and no shorter than six", asking.password_length),
        Check("The sign-up hook is on, and its signature is right", asking.hook),
        Check("The data API does not show our tables", asking.data_api),
    ]


class _Asking:
    def __init__(self, project: Project):
        self._project = project

    def _settings(self) -> dict[str, Any]:
        answer = self._ask("/settings")
        require(
            answer.status == 200,
            f"{self._project.auth}/settings answers {answer.status}. Compare SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY"
            " with Project Settings → API Keys.",
        )
        return answer.document

    def sign_ups(self) -> None:
        found = self._settings()
        providers = {name for name, on in dict[str, Any](found.get("external") or {}).items() if on}
        where = "Authentication → Sign In / Providers"
        require(found.get("disable_signup") is False, f"nobody can sign up. {where} → Allow new users to sign up: on.")
        require("email" in providers, f"e-mail is off. {where} → Email: on.")
        require(
            "anonymous_users" not in providers,
            f"anyone may be a member without an address. {where} → Allow anonymous sign-ins: off.",
        )

    def confirmation(self) -> None:
        require(
            self._settings().get("mailer_autoconfirm") is False,
            "an address is believed unseen, and complimentary access goes by address."
            " Authentication → Sign In / Providers → Email → Confirm email: on.",
        )

    def keys(self) -> str:
        answer = self._ask("/.well-known/jwks.json")
        listed: list[dict[str, Any]] = answer.document.get("keys") or []
        kinds = sorted({str(key.get("alg")) for key in listed})
        require(
            "ES256" in kinds,
            f"the published keys are {', '.join(kinds) or 'none'}. Project Settings → JWT Keys: migrate and rotate to"
            " an ES256 (P-256) key.",
        )
        return ", ".join(kinds)

    def redirects(self) -> None:
        wanted = f"{self._site()}/welcome"
        leads = self._leads(wanted)
        require(
            same_place(leads, wanted),
            f"a link of a mail ends at {leads or 'nothing'} instead of {wanted}. Authentication → URL Configuration:"
            f" Site URL {self._project.site}, and {self._project.site}/** among the redirect URLs.",
        )

    def other_redirects(self) -> None:
        leads = self._leads(ELSEWHERE)
        require(
            not leads.startswith(ELSEWHERE),
            "a link of a mail may lead to any site. Authentication → URL Configuration: no redirect URL of mere stars.",
        )
        require(
            same_place(leads, self._site()),
            f"Site URL is {leads or 'empty'}. Authentication → URL Configuration → Site URL: {self._project.site}.",
        )

    def password_length(self) -> str:
        answer = self._sign_up("a")
        said = str(answer.document.get("msg", ""))
        if answer.code == "captcha_failed":
            raise Unasked("the project asks for a CAPTCHA first.")
        require(
            answer.code == "weak_password",
            f"the password a is answered {answer.status} {answer.code}. Authentication → Sign In / Providers → Email →"
            f" Minimum password length: {PAGES_LEAST_LENGTH}.",
        )
        found = re.search(r"at least (\d+) characters", said)
        least = int(found[1]) if found else 0
        require(
            not found or 6 <= least <= PAGES_LEAST_LENGTH,
            f"it is {least}, and the pages ask for {PAGES_LEAST_LENGTH}. Authentication → Sign In / Providers → Email →"
            f" Minimum password length: {PAGES_LEAST_LENGTH}.",
        )
        require(
            "each" not in said,
            "the project wants kinds of characters that the pages do not ask for. Authentication → Sign In / Providers"
            " → Email → Password requirements: none.",
        )
        return f"{least} characters" if least else ""

    def hook(self) -> None:
        answer = self._sign_up(LONG_ENOUGH)
        if answer.code in {"captcha_failed", "email_address_invalid", "over_request_rate_limit"}:
            raise Unasked(f"the project answers {answer.code} first; sign up once by hand and look at the hook's log.")
        where = "Authentication → Hooks → Before User Created"
        require(
            answer.status != 200,
            f"nobody asked us about a sign-up that we refuse. {where}: on, {self._project.site}"
            "/.netlify/functions/signup-hook. (Delete the user that this made: " + NOBODY + ".)",
        )
        require(
            answer.status == 403,
            f"it fails ({answer.status} {_told(answer)}). {where}: its secret must be SIGNUP_HOOK_SECRET of the"
            " deployed functions, and the site must be public.",
        )

    def data_api(self) -> str | None:
        headers = {**self._project.headers, "accept-profile": "masterclass"}
        answer = ask(f"{self._project.auth.removesuffix('/auth/v1')}/rest/v1/users?limit=0", headers=headers)
        if answer.code == "PGRST106":
            return None
        if answer.status == 404 and not answer.code.startswith("PGRST"):
            return "there is none"
        raise Ill(
            f"the schema masterclass is exposed (answer {answer.status} {answer.code}). Project Settings → Data API →"
            " Exposed schemas: take masterclass out."
        )

    def _site(self) -> str:
        if not self._project.site:
            raise Unasked("SITE_URL is not set.")
        return self._project.site

    def _ask(self, path: str) -> Answer:
        return ask(self._project.auth + path, headers=self._project.headers)

    def _sign_up(self, password: str) -> Answer:
        document = {"email": NOBODY, "password": password}
        return ask(f"{self._project.auth}/signup", "POST", document=document, headers=self._project.headers)

    def _leads(self, wanted: str) -> str:
        """Return where a link that is no good leads, without what was added to the address."""
        answer = self._ask(f"/verify?token=x&type=signup&redirect_to={quote(wanted, safe='')}")
        return re.split(r"[?#]", answer.headers.get("location", ""))[0]


def _told(answer: Answer) -> str:
    return answer.code or "without a code"
