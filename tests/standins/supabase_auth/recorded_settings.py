"""The stories of gotrue/settings.jsonl: the same requests, under the settings that each line names."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from netlify.standins.supabase_auth.settings import HOSTED_LIMITS
from tests.standins.supabase_auth.recorded_hook import REPLIES, RecordedHook, refusal

PASSWORD = "correct horse battery 1"
CHARACTERS = ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789")
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "hosted": {"mail_interval_seconds": 60, "old_sessions_need_a_nonce_for_a_password": False},
    "limits": {"limits": HOSTED_LIMITS},
    "signups off": {"sign_up_enabled": False},
    "email off": {"email_enabled": False},
    "autoconfirm": {"confirm_email": False},
    "one address confirms": {"both_addresses_confirm_a_change": False},
    "password characters": {"password_required_characters": CHARACTERS},
    "current password wanted": {"current_password_wanted": True},
    "captcha on": {"captcha_wanted": True},
}
TIMES = "\N{MULTIPLICATION SIGN}"  # as the labels have it
World = Any  # gotrue/world.py, which is read as it was recorded


def hosted(w: World) -> None:
    """A hosted project as it comes: a minute between two mails of a kind, no nonce for a password."""
    address, other = w.addr("pz"), w.addr("pzn")
    body = {"email": address, "password": PASSWORD}
    w.rq("signup", "POST", "/signup", body)
    w.rq("signup again at once", "POST", "/signup", body)
    w.rq("resend at once", "POST", "/resend", {"type": "signup", "email": address})
    w.rq("otp unconfirmed at once", "POST", "/otp", {"email": address})
    w.rq("recover unconfirmed at once", "POST", "/recover", {"email": address})
    token = w.tok(w.mails(address)[0])
    session = w.rq("verify", "POST", "/verify", {"type": "signup", "token_hash": token}).json()
    w.sql("update auth.users set recovery_sent_at = null where email = %s", address)
    w.rq("recover", "POST", "/recover", {"email": address})
    w.rq("recover at once", "POST", "/recover", {"email": address})
    w.rq("otp after recover", "POST", "/otp", {"email": address})
    w.rq("otp at once", "POST", "/otp", {"email": address})
    w.rq("magiclink at once", "POST", "/magiclink", {"email": address})
    w.note("mails", len(w.mails(address)))
    bearer = session["access_token"]
    w.rq("change", "PUT", "/user", {"email": other}, token=bearer)
    w.rq("change at once", "PUT", "/user", {"email": other}, token=bearer)
    w.rq("change other at once", "PUT", "/user", {"email": w.addr("pzo")}, token=bearer)
    w.rq("resend change at once", "POST", "/resend", {"type": "email_change", "email": address})
    w.rq("reauth", "GET", "/reauthenticate", token=bearer)
    w.rq("reauth at once", "GET", "/reauthenticate", token=bearer)
    w.sql("update auth.sessions set created_at = created_at - interval '25 hours'")
    new = {"password": "correct horse battery 15"}
    w.rq("put password old session, hosted", "PUT", "/user", new, token=bearer)


def limits(w: World) -> None:
    """Bursts of thirty from one address, each path for itself, and thirty mails an hour in all."""
    bad, nobody = {"email": "nope"}, {"type": "signup", "token_hash": "x"}
    old, password = {"refresh_token": "aaaaaaaaaaaa"}, {"email": "x@example.com", "password": "x"}
    _many(w, f"otp bad address {TIMES}70", 70, "POST", "/otp", bad)
    w.rq("otp limited", "POST", "/otp", bad)
    w.rq("signup then", "POST", "/signup", bad | {"password": PASSWORD})
    w.rq("recover then", "POST", "/recover", bad)
    w.rq("verify then", "POST", "/verify", nobody, X_Forwarded_For="203.0.113.1")
    _many(w, f"verify {TIMES}70", 70, "POST", "/verify", nobody)
    w.rq("verify limited", "GET", "/verify?token=x&type=signup")
    _many(w, f"refresh {TIMES}200", 200, "POST", "/token?grant_type=refresh_token", old)
    w.rq("refresh limited", "POST", "/token?grant_type=refresh_token", old)
    w.rq("password then", "POST", "/token?grant_type=password", password)
    mailed = Counter(
        str(_sign_up(w, "", "lm", X_Forwarded_For=f"198.51.100.{number}").status_code) for number in range(34)
    )
    w.note("34 signups from as many addresses (30 mails an hour)", dict(mailed))
    late = w.addr("lm")
    w.rq(
        "signup past the mail limit",
        "POST",
        "/signup",
        {"email": late, "password": PASSWORD},
        X_Forwarded_For="198.51.100.99",
    )
    w.note("row made past the mail limit", w.sql("select count(*) from auth.users where email = %s", late)[0][0])


def switched_off(w: World) -> None:
    """Who asks where signing up, e-mail, or asking without a captcha is switched off."""
    address = w.addr("sm")
    body = {"email": address, "password": PASSWORD, "data": {"name": "A"}}
    refused = w.rq("signup", "POST", "/signup", body)
    w.rq("otp new", "POST", "/otp", {"email": address})
    w.rq("login", "POST", "/token?grant_type=password", {"email": address, "password": PASSWORD})
    w.note("mails", len(w.mails(address)))
    w.note("no member can be made", refused.text)


def autoconfirm(w: World) -> None:
    """Where no confirmation is wanted one is in at once."""
    address = w.addr("au")
    w.rq("signup", "POST", "/signup", {"email": address, "password": PASSWORD, "data": {"name": "A"}})
    w.rq("signup again right", "POST", "/signup", {"email": address, "password": PASSWORD})
    w.rq("signup again wrong", "POST", "/signup", {"email": address, "password": "other password"})
    w.rq("otp new", "POST", "/otp", {"email": w.addr("au")})
    w.note("mails", len(w.mails(address)))


def one_address_confirms(w: World) -> None:
    """Where the new address alone agrees to a change."""
    _, somebody = w.member("usr", {"name": "Ann"})
    w.rq("get user", "GET", "/user", token=somebody["access_token"])
    taken, _ = w.member("oth")
    address, session = w.member("chg")
    bearer, new = session["access_token"], w.addr("chn")
    for label, wanted in (("taken", taken), ("bad", "nope"), ("same", address), ("same upper", address.upper())):
        w.rq(f"change to {label}", "PUT", "/user", {"email": wanted}, token=bearer)
    w.rq("change half pkce", "PUT", "/user", {"email": w.addr("q"), "code_challenge": "x" * 43}, token=bearer)
    before = len(w.mails(address))
    w.rq("change", "PUT", "/user", {"email": new}, token=bearer, redirect_to=f"{w.site}/account")
    assert len(w.mails(address)) == before, "the old address is not asked"
    mail = w.mails(new)[-1]
    w.note("old mail type", None)
    w.rq("get user while changing", "GET", "/user", token=bearer)
    followed = f"/verify?token={w.tok(mail)}&type=email_change&redirect_to={w.site}/account"
    for label in ("first (new) confirm GET", "first again"):
        w.rq(label, "GET", followed)


def password_characters(w: World) -> None:
    """A password lacks a character of one of the sets."""
    for password in ("abcdefghij", "Abcdefghij", "Abcdefghi1", "Abcdefgh1!", "ABCDEFG1!"):
        _sign_up(w, f"signup {password}", "pc", password)


def current_password(w: World) -> None:
    """The old password is shown, but by whoever came by a mail."""
    address, _ = w.member("cur")
    session = w.rq(
        "", "POST", "/token?grant_type=password", {"email": address, "password": PASSWORD}, keep=False
    ).json()
    begun = "session by password: "
    for label, body in (
        ("no current_password", {"password": "correct horse battery 12"}),
        ("wrong current_password", {"password": "correct horse battery 13", "current_password": "no"}),
        ("right current_password", {"password": "correct horse battery 14", "current_password": PASSWORD}),
    ):
        w.rq(begun + label, "PUT", "/user", body, token=session["access_token"])
    w.rq("", "POST", "/otp", {"email": address}, keep=False)
    proof = {"type": "magiclink", "token_hash": w.tok(w.mails(address)[-1])}
    mailed = w.rq("", "POST", "/verify", proof, keep=False).json()["access_token"]
    w.note("amr of a session by link", w.claims(mailed)["amr"])
    new = {"password": "correct horse battery 17"}
    w.rq("session by mailed link: no current_password", "PUT", "/user", new, token=mailed)


def hook_answers(w: World, hook: RecordedHook) -> None:
    """Whatever the hook answers, or does not: what the person is told, and what was made, called and mailed."""
    for label, replies in REPLIES.items():
        hook.expect(replies)
        address = w.addr("hk")
        body = {"email": address, "password": PASSWORD, "data": {"name": "Ann"}}
        w.rq(f"hook {label}", "POST", "/signup", body)
        made = w.sql("select count(*) from auth.users where email = %s", address)[0][0]
        seen = {
            "calls": len(hook.calls),
            "made": made,
            "paths": ["/hook"],
            "mails": len(w.mails(address)) if made else 0,
        }
        w.note(f"after hook {label}", seen)


def hook_calls(w: World, hook: RecordedHook) -> None:
    """What the hook is sent, and who is let by without it."""
    hook.expect(REPLIES["ok {}"])
    told = {"name": "Ann", "x": {"y": [1]}}
    body = {"email": w.addr("hk"), "password": PASSWORD, "data": told}
    w.rq("hook shape", "POST", "/signup", body, X_Forwarded_For="203.0.113.7, 10.0.0.1")
    w.note("hook request signup", {"body": json.loads(hook.calls[0][1])})
    hook.expect(REPLIES["ok {}"])
    w.rq("hook otp", "POST", "/otp", {"email": w.addr("hk"), "data": {"name": "O"}})
    w.note("hook request otp", [json.loads(sent) for _, sent in hook.calls])
    known, session = w.member("hkm")
    unconfirmed = w.addr("hku")
    w.rq("", "POST", "/signup", {"email": unconfirmed, "password": PASSWORD}, keep=False)
    hook.expect([refusal(http_code=403, message="No.")])
    for path in ("otp", "magiclink"):
        w.rq(f"{path} refused by hook", "POST", f"/{path}", {"email": w.addr("hk")})
    hook.calls.clear()
    w.rq("otp known while hook refuses", "POST", "/otp", {"email": known})
    w.rq("signup known while hook refuses", "POST", "/signup", {"email": known, "password": PASSWORD})
    w.note("hook calls for known", len(hook.calls))
    w.rq("change mail while hook refuses", "PUT", "/user", {"email": w.addr("hkc")}, token=session["access_token"])
    again = {"email": unconfirmed, "password": PASSWORD}
    w.rq("signup unconfirmed again while hook refuses", "POST", "/signup", again)
    w.note("hook calls for unconfirmed", len(hook.calls))


def _sign_up(w: World, label: str, name: str, password: str = PASSWORD, **headers: str) -> Any:
    body = {"email": w.addr(name), "password": password}
    return w.rq(label, "POST", "/signup", body, keep=bool(label), **headers)


def _many(w: World, label: str, times: int, method: str, path: str, body: object) -> None:
    answers = Counter(str(w.rq("", method, path, body, keep=False).status_code) for _ in range(times))
    w.note(label, dict(answers))


STORIES: Mapping[str, Callable[[World], None]] = {
    "hosted": hosted,
    "limits": limits,
    "signups off": switched_off,
    "email off": switched_off,
    "captcha on": switched_off,
    "autoconfirm": autoconfirm,
    "one address confirms": one_address_confirms,
    "password characters": password_characters,
    "current password wanted": current_password,
}
