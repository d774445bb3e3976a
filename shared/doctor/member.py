"""What only a member can see of the sign-in service: one is signed up, looks, and is erased again.

Under `make run` the link is read in the mailbox. Of a real project somebody has to hand it over, who gets the mail.
"""

import base64
import json
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from shared import environment
from shared.doctor.asking import Answer, ask, same_place
from shared.doctor.project import Project
from shared.doctor.records import Check, Ill, Unasked, require

LONGEST_TOKEN_SECONDS = 24 * 3600
LONGEST_PAUSE_SECONDS = 60
MAILBOX_SECONDS = 5.0
PASSWORDS = "Authentication → Sign In / Providers → Email"
TEMPLATES = "paste the templates of docs/mail into Authentication → Emails"


def checks(project: Project, read_link: Callable[[], str] | None = None) -> list[Check]:
    """Return what is asked in the name of a member who is there for it alone."""
    member = _Throwaway(project, read_link or _pasted)
    return [
        Check("A mail comes, and its link waits for a button of ours", member.mail),
        Check("Mails come no more than a minute apart", member.pause),
        Check("Tokens live a day at most", member.token),
        Check("A second factor cannot lock its owner out", member.factor),
        Check("A member can leave", member.leave),
    ]


class _Throwaway:
    """The member; `session` is there once the link of their mail has been followed."""

    def __init__(self, project: Project, read_link: Callable[[], str]):
        self._project = project
        self._read_link = read_link
        self._email = project.mail
        self._password = secrets.token_urlsafe(18) + "aA1"
        self._session: dict[str, Any] = {}

    def mail(self) -> str:
        if self._project.local and not self._email:
            self._email = f"doctor-{secrets.token_hex(6)}@example.com"
        if not self._email:
            raise Unasked("run it with --mail and an address of yours that has no account here.")
        terms = {"terms": environment.read("SIGNUP_TERMS_VERSION")}
        answer = self._post("/signup", {"email": self._email, "password": self._password, "data": terms})
        if answer.code == "captcha_failed":
            raise Unasked(
                "the project asks for a CAPTCHA first: sign up once by hand, and look at the link of the mail."
            )
        require(
            answer.status == 200,
            f"signing {self._email} up is answered {answer.status} {answer.code}. With Supabase's own mailer only"
            " members of your team get mail: Authentication → Emails → SMTP Settings.",
        )
        link = self._link_from_mailbox() if self._project.local else self._read_link()
        self._follow(link)
        return f"it reached {self._email}"

    def pause(self) -> str:
        self._require_session()
        if self._project.local:
            raise Unasked("the mailbox of make run waits for nobody.")
        self._post("/recover", {"email": self._email})
        answer = self._post("/recover", {"email": self._email})
        require(
            answer.status == 429,
            "two mails for a new password went out at once: anybody can fill anybody's mailbox."
            " Authentication → Rate Limits → minimum interval: 60 seconds.",
        )
        digits = "".join(filter(str.isdigit, str(answer.document.get("msg", ""))))
        require(
            not digits or int(digits) <= LONGEST_PAUSE_SECONDS,
            f"the pause is {digits} seconds, and pages tell people a minute. Minimum interval: 60 seconds.",
        )
        return f"{digits} seconds" if digits else ""

    def token(self) -> str:
        self._require_session()
        claims = _claims(str(self._session.get("access_token", "")))
        lives = int(claims.get("exp", 0)) - int(claims.get("iat", 0))
        require(
            0 < lives <= LONGEST_TOKEN_SECONDS,
            f"they live {lives / 3600:g} hours, and the functions believe none that lives longer than 24: nobody could"
            " do anything. Project Settings → JWT Keys → Access token expiry time: 3600.",
        )
        return f"{lives // 60} minutes"

    def factor(self) -> str:
        self._require_session()
        enrolled = self._post("/factors", {"factor_type": "totp", "friendly_name": "doctor"}, signed_in=True)
        if enrolled.status != 200:
            return "there is none"
        if self._project.local:
            return "the stand-in has one, for trying"
        asked = self._password_session()
        answer = ask(
            f"{self._project.auth}/user",
            "PUT",
            document={"password": secrets.token_urlsafe(18) + "aA1"},
            headers={**self._project.headers, "authorization": f"Bearer {asked}"},
        )
        require(
            answer.code in {"current_password_required", "same_password"},
            "anyone at an open session can add a factor, set a new password, and its owner is locked out."
            f" {PASSWORDS} → Require current password: on, and Authentication → Emails → notifications of a changed"
            " password and of a factor: on. Or Authentication → Multi-Factor → TOTP: disabled.",
        )
        return "TOTP is on, and so is Require current password; have the notification mails on too"

    def leave(self) -> None:
        self._require_session()
        answer = ask(
            f"{self._project.site}/.netlify/functions/account",
            "DELETE",
            headers={"authorization": f"Bearer {self._session['access_token']}"},
        )
        require(
            answer.status == 204,
            f"erasing {self._email} is answered {answer.status}. Delete them in Authentication → Users, and look at the"
            " log of the function account.",
        )

    def _follow(self, link: str) -> None:
        parts = urlsplit(link)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        require(
            "token_hash" in query and "type" in query,
            f"its link acts when a mail scanner opens it (it carries no token_hash): {TEMPLATES}.",
        )
        place = f"{parts.scheme}://{parts.netloc}{parts.path}"
        require(
            same_place(place, f"{self._project.site}/welcome"),
            f"its link leads to {place} and not to {self._project.site}/welcome: {TEMPLATES}, and set the Site URL.",
        )
        answer = self._post("/verify", {"type": query["type"], "token_hash": query["token_hash"]})
        require(answer.status == 200, f"its link is answered {answer.status} {answer.code}: was it followed already?")
        self._session = answer.document

    def _link_from_mailbox(self) -> str:
        until = time.monotonic() + MAILBOX_SECONDS
        while time.monotonic() < until:
            mails: list[dict[str, Any]] = ask(f"{self._project.site}/.local/mail").json or []
            for mail in mails:
                if mail["to"] == self._email and mail["links"]:
                    return mail["links"][0]
            time.sleep(0.1)
        raise Ill("none came to /.local/mail.")

    def _password_session(self) -> str:
        """A current password is asked of sessions alone that began with one."""
        document = {"email": self._email, "password": self._password}
        answer = self._post("/token?grant_type=password", document)
        require(answer.status == 200, f"signing in with a password is answered {answer.status} {answer.code}.")
        return str(answer.document.get("access_token"))

    def _post(self, path: str, document: object, *, signed_in: bool = False) -> Answer:
        bearer = {"authorization": f"Bearer {self._session['access_token']}"} if signed_in else {}
        headers = {**self._project.headers, **bearer}
        return ask(self._project.auth + path, "POST", document=document, headers=headers)

    def _require_session(self) -> None:
        if not self._session:
            raise Unasked("it takes a member, whose mail is not here.")


def _claims(token: str) -> dict[str, Any]:
    """Return what a token says; nobody believes it here."""
    try:
        body = token.split(".")[1]
        return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError):
        return {}


def _pasted() -> str:
    print("Paste the link of the mail that has come, unopened:", end=" ", file=sys.stderr, flush=True)
    link = sys.stdin.readline().strip()
    require(link, "no link was given: did a mail come? Authentication → Emails → SMTP Settings.")
    return link
