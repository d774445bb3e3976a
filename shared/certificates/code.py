"""What a certificate's code looks like, however somebody typed it from paper."""

import re

# Crockford's alphabet (crockford.com/base32.html) has no I, L, O and U: what looks like a digit is one.
_MISREAD = str.maketrans("OIL", "011", "- ")
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{12}")


def normal_code(typed: str) -> str | None:
    """Return `typed` as codes are kept, XXXX-XXXX-XXXX; None where no certificate can have it."""
    if len(typed) > 40:
        return None
    code = typed.upper().translate(_MISREAD)
    return "-".join((code[:4], code[4:8], code[8:])) if _CODE.fullmatch(code) else None
