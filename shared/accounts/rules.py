"""Who may sign up: pure decisions; off unless the owner configured them."""

from collections.abc import Collection, Mapping

# Nobody can have an address here (RFC 2606): `python -m shared doctor` asks with one whether the hook is on.
NOBODYS_DOMAIN = "masterclass-doctor.invalid"


def refusal_of(
    email: str, metadata: Mapping[str, object], *, blocked_domains: Collection[str], terms_version: str
) -> str:
    """Return why this person may not sign up, in words for them; empty when they may.

    A blocked domain blocks its subdomains. With a terms version configured the sign-up form must have sent
    exactly that version as `terms`.
    """
    domain = email.rpartition("@")[2].lower().rstrip(".")
    if any(domain == blocked or domain.endswith("." + blocked) for blocked in {*blocked_domains, NOBODYS_DOMAIN}):
        return "Please sign up with another e-mail address: this provider is not accepted."
    if terms_version and metadata.get("terms") != terms_version:
        return "Please accept the current terms to sign up."
    return ""
