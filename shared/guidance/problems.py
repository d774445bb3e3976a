"""What asking the guide refuses."""

from collections.abc import Sequence

from shared.problems import Problem, Unavailable


class PatientIdentifierFound(Problem):
    """This seems to identify a patient."""

    status = 422
    slug = "patient-identifier"

    def __init__(self, kinds: Sequence[str]):
        found = " and ".join(kinds)
        super().__init__(
            f"Your question seems to contain {found}. Nothing of it was kept or sent on, and it does not count. "
            "Please ask again without anything that could identify a patient; made-up figures do as well.",
            extensions={"errors": [{"pointer": "/question", "detail": f"looks like {kind}"} for kind in kinds]},
        )


class GuidanceUnavailable(Unavailable):
    """The guide cannot answer right now."""

    slug = "guidance-unavailable"

    def __init__(
        self,
        detail: str = "The question was not counted. Please ask again in a moment.",
        retry_after_seconds: int = 10,
    ):
        super().__init__(detail, retry_after_seconds)
