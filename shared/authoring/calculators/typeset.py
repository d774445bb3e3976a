"""A formula as the reader sees it: names in words, signs as in print."""

import re
from collections.abc import Mapping

from shared.authoring.language import Incorrect, tokens_of

_SIGNS = {
    "**": "^",
    "*": "\N{MULTIPLICATION SIGN}",
    "/": "÷",
    "-": "\N{MINUS SIGN}",
    ",": ";",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "==": "=",
}
_FUNCTIONS = {
    "min": "the smaller of",
    "max": "the larger of",
    "round": "rounded",
    "floor": "rounded down",
    "ceil": "rounded up",
    "if": "if",
    "annuity": "level payment for",
    "previous": "before:",
    "luck": "a draw of luck",
    "first_where": "the first where",
    "at": "the value at",
    "last": "the last",
    "total": "the sum of",
    "average": "the average of",
    "least": "the least",
    "greatest": "the greatest",
    "count": "how often",
    "share": "the share where",
    "quantile": "the value below which",
    "crossing": "where zero is crossed by",
    "abs": "the size of",
}


def typeset(written: str, labels: Mapping[str, str]) -> str:
    """Return `written` with the names' labels, and numbers grouped."""
    try:
        tokens = tokens_of(written)
    except Incorrect:
        return written
    said = " ".join(_shown(token, labels) for token in tokens)
    return re.sub(r" ([);])", r"\1", re.sub(r"\( ", "(", said))


def _shown(token: str, labels: Mapping[str, str]) -> str:
    if token[0].isdigit():
        whole, point, decimals = token.partition(".")
        return f"{int(whole):,}{point}{decimals}"
    if token in labels:
        label = labels[token]
        return f"“{label}”" if " " in label else label
    return _SIGNS.get(token) or _FUNCTIONS.get(token) or token.replace("_", " ")
