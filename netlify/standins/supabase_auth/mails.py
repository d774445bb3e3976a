"""The mails: plain, warm words, a link to open and the six digits for those who would rather type."""

from dataclasses import dataclass
from html import escape

PRODUCT = "Primary Care Financial Masterclass"


@dataclass(frozen=True)
class Letter:
    """A mail that is ready to be sent."""

    to: str
    subject: str
    text: str
    html: str


def confirmation(to: str, link: str, code: str, minutes: int) -> Letter:
    """Return the mail that welcomes someone and asks whether the address is theirs."""
    return _letter(
        to,
        "Welcome! Please confirm your address",
        f"Welcome to the {PRODUCT}, and thank you for signing up.",
        "Please confirm that this address is yours:",
        ("Confirm my address", link),
        code,
        minutes,
        "If it was not you who signed up, you need not do anything: nothing happens until the address is confirmed.",
    )


def recovery(to: str, link: str, code: str, minutes: int) -> Letter:
    """Return the mail for someone who forgot their password."""
    return _letter(
        to,
        "Choose a new password",
        f"You asked for a new password for the {PRODUCT}. That happens to all of us.",
        "Open this page to choose one:",
        ("Choose a new password", link),
        code,
        minutes,
        "If it was not you who asked, you can ignore this mail: your password stays as it is.",
    )


def magic_link(to: str, link: str, code: str, minutes: int) -> Letter:
    """Return the mail that signs someone in without a password."""
    return _letter(
        to,
        "Your link to sign in",
        f"Here is your way into the {PRODUCT}, no password needed.",
        "Open this page to sign in:",
        ("Sign in", link),
        code,
        minutes,
        "If it was not you who asked, you can ignore this mail: nobody is signed in without it.",
    )


def email_change(to: str, current: str, new: str, link: str, code: str, minutes: int) -> Letter:
    """Return the mail that asks the holder of one of the two addresses to agree to the change."""
    return _letter(
        to,
        "Please confirm your change of address",
        f"You asked to change the address of your account at the {PRODUCT} from {current} to {new}.",
        "Please confirm it here. We ask at both addresses, so that nobody can take your account from you:",
        ("Confirm the change", link),
        code,
        minutes,
        "If it was not you who asked, do not confirm: your address stays as it is.",
    )


def reauthentication(to: str, code: str, minutes: int) -> Letter:
    """Return the mail with the nonce for changing a password in an old session."""
    return _letter(
        to,
        f"{code} is your code to confirm that it is you",
        f"You are about to change your password at the {PRODUCT}.",
        "To be sure that it is you, we ask for the code below.",
        None,
        code,
        minutes,
        "If it was not you, do not pass the code on, and choose a new password soon.",
    )


def _letter(
    to: str, subject: str, greeting: str, ask: str, link: tuple[str, str] | None, code: str, minutes: int, closing: str
) -> Letter:
    hint = f"{'Or type' if link else 'Type'} this code where you are asked for it: {code}"
    lifetime = f"It works once, within {minutes} minutes."
    lines = [
        "Hello,",
        greeting,
        ask,
        *([link[1]] if link else []),
        f"{hint}\n{lifetime}",
        closing,
        f"Warmly,\nthe people of the {PRODUCT}",
    ]
    return Letter(to, subject, "\n\n".join(lines) + "\n", _html(greeting, ask, link, code, lifetime, closing))


def _html(greeting: str, ask: str, link: tuple[str, str] | None, code: str, lifetime: str, closing: str) -> str:
    button = f'<p><a href="{escape(link[1])}">{escape(link[0])}</a></p>' if link else ""
    return (
        '<!doctype html><html lang="en"><body style="font:17px/1.5 system-ui,sans-serif;max-width:34em;margin:auto">'
        f"<p>Hello,</p><p>{escape(greeting)}</p><p>{escape(ask)}</p>{button}"
        f"<p>{'Or type' if link else 'Type'} this code where you are asked for it:<br>"
        f'<strong style="font-size:1.6em;letter-spacing:.15em">{escape(code)}</strong><br>{escape(lifetime)}</p>'
        f"<p>{escape(closing)}</p><p>Warmly,<br>the people of the {PRODUCT}</p></body></html>"
    )
