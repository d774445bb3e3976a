"""What `make run` is told: the environment and `.env`, in the names of `.env.example`."""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from netlify.public import widget_of
from shared.environment import SettingMissing, as_base_url

ROOT = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"^([A-Z][A-Z0-9_]*)=", re.MULTILINE)
_LINE = re.compile(r"""^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$""")
# Where programs find certificates and commands: passed on to everything that is started.
PASSED_ON = ("PATH", "HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


class SettingInvalid(Exception):
    """A setting cannot be used; the message is one sentence that names it."""


class LocalSettings(NamedTuple):
    """Where the platform serves, where it keeps its state, and what was set beside."""

    port: int
    data: Path
    given: Mapping[str, str]
    passed_on: Mapping[str, str]

    @property
    def origin(self) -> str:
        """The address of everything."""
        return f"http://localhost:{self.port}"

    def stands_in_for(self, *names: str) -> bool:
        """Whether a stand-in is wanted: none of `names` is set."""
        return not any(self.given.get(name) for name in names)


def read_settings() -> LocalSettings:
    """Return the settings; raises SettingInvalid."""
    environment = {name: value for name, value in os.environ.items() if value}  # noqa: TID251 (this platform's own)
    given = {**_dot_env(ROOT / ".env"), **{name: environment[name] for name in documented() if name in environment}}
    data = Path(given.get("DATA") or ".local").expanduser()
    settings = LocalSettings(
        port=_port(given.get("PORT") or "8888"),
        data=data if data.is_absolute() else Path.cwd() / data,
        given=given,
        passed_on={name: environment[name] for name in PASSED_ON if name in environment},
    )
    _belong_together(settings)
    return settings


def documented() -> list[str]:
    """Return the name of every setting there is."""
    return _NAME.findall((ROOT / ".env.example").read_text("utf-8"))


def changed_since(started: LocalSettings) -> list[str]:
    """Return what `.env` and environment set otherwise than when `started` was read, by name; raises SettingInvalid."""
    now = read_settings().given
    return sorted(name for name in {*started.given, *now} if started.given.get(name) != now.get(name))


def kept_secret(folder: Path, name: str, form: str = "{}") -> str:
    """Return the secret `name` of this instance, made once and kept in `folder` for its owner's eyes only."""
    file = folder / name
    try:
        kept = file.read_text().strip()
    except FileNotFoundError:
        kept = ""
    if kept:
        return kept
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = form.format(secrets.token_urlsafe(24))
    write_private(file, made)
    return made


def write_private(file: Path, text: str) -> None:
    """Write `file` whole or not at all, for its owner's eyes only."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False) as unfinished:  # 0600 by itself
        unfinished.write(text)
    Path(unfinished.name).replace(file)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SettingInvalid(f"PORT must be a number between 1 and 65535, not {text!r}.")
    return int(text)


def _dot_env(file: Path) -> dict[str, str]:
    """Read `.env`: NAME=value lines, quotes and comments as in a shell, nothing expanded."""
    if not file.is_file():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise SettingInvalid(f".env:{number}: this line is not NAME=value.")
        if match[1] not in documented():
            raise SettingInvalid(f".env:{number}: there is no setting {match[1]} (.env.example has them all).")
        value = next((group for group in match.groups()[1:] if group is not None), "")
        if value:
            found[match[1]] = value
    return found


def _belong_together(settings: LocalSettings) -> None:
    """Half of a real service is worse than none."""
    given = settings.given
    if given.get("SUPABASE_URL") and not given.get("DATABASE_URL"):
        raise SettingInvalid("SUPABASE_URL is set: DATABASE_URL must name the same project's database.")
    if given.get("DATABASE_URL") and not given.get("SUPABASE_URL"):
        raise SettingInvalid("DATABASE_URL is set: SUPABASE_URL must name the same project.")
    try:
        as_base_url("OPENAI_BASE_URL", given.get("OPENAI_BASE_URL", ""))
        widget_of(given.get("CAPTCHA_SITE_KEY", ""))
    except (SettingMissing, ValueError) as problem:
        raise SettingInvalid(str(problem)) from None
    if given.get("STRIPE_SECRET_KEY", "").startswith(("sk_live_", "rk_live_")):
        raise SettingInvalid("STRIPE_SECRET_KEY is a live key, and this is not production: use one of test mode.")
    if not settings.stands_in_for("STRIPE_SECRET_KEY") and not given.get("STRIPE_PRICE_ID"):
        raise SettingInvalid("STRIPE_SECRET_KEY is set: STRIPE_PRICE_ID must name what is sold.")
