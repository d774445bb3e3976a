"""What accounts refuse."""

from shared.problems import NotAllowed


class FreshSignInRequired(NotAllowed):
    """Please sign in again first."""

    slug = "fresh-sign-in-required"

    def __init__(self) -> None:
        super().__init__("This cannot be undone, so it wants a sign-in younger than ten minutes.")
