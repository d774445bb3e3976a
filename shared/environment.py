"""The environment as text, switches and numbers; what is missing or wrong is named, never shown."""

import os
import re


class SettingMissing(Exception):
    """A setting that the asked-for concern cannot do without is not in the environment."""


def read(name: str, default: str = "") -> str:
    """Return the environment's `name`; an empty value counts as absent."""
    return os.environ.get(name) or default  # noqa: TID251 (the one place)


def require(name: str) -> str:
    """Return the environment's `name` or raise SettingMissing, naming it."""
    value = read(name)
    if not value:
        raise SettingMissing(f"The setting {name} is missing (see .env.example).")
    return value


def read_switch(name: str, *, default: bool) -> bool:
    """Return whether the environment's `name` is "on", or not "off" where that is the default."""
    return read(name) != "off" if default else read(name) == "on"


def as_base_url(name: str, value: str) -> str:
    """Return `value` as an address that paths are added to, without its last slash; raises SettingMissing for another.

    With a query, every path that is added would end up in it.
    """
    if value and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        raise SettingMissing(f"The setting {name} must be http(s)://host/path without a query, a fragment or a login.")
    return value.rstrip("/")


def read_integer(name: str, default: int) -> int:
    """Return the environment's `name` as a whole number, or raise SettingMissing when it is none."""
    value = read(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise SettingMissing(f"The setting {name} must be a whole number, not {value!r}.") from None


def read_number(name: str, default: float) -> float:
    """Return the environment's `name` as a number that is not negative, or raise SettingMissing when it is none."""
    value = read(name, str(default))
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise SettingMissing(f"The setting {name} must be a number, not {value!r}.")
    return number
