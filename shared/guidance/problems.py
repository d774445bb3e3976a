"""What asking the guide refuses."""

from collections.abc import Sequence

from shared.problems import Problem, TooManyRequests, Unavailable


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


class QuestionsUsedUp(TooManyRequests):
    """Today's questions are used up."""

    slug = "questions-used-up"

    def __init__(self, quota: int, retry_after_seconds: int):
        super().__init__(
            f"You have asked your {quota} questions of today. The count starts anew at midnight UTC.",
            retry_after_seconds,
            extensions={"remaining_today": 0},
        )


class AskingTooFast(TooManyRequests):
    """Too many questions at once."""

    def __init__(self, most: int, retry_after_seconds: int):
        super().__init__(f"At most {most} questions in a minute.", retry_after_seconds)


class GuidanceUnavailable(Unavailable):
    """The guide cannot answer right now."""

    slug = "guidance-unavailable"

    def __init__(
        self,
        detail: str = "The question was not counted. Please ask again in a moment.",
        retry_after_seconds: int = 10,
    ):
        super().__init__(detail, retry_after_seconds)


class GuidancePaused(GuidanceUnavailable):
    """The guide rests until tomorrow."""

    slug = "guidance-paused"

    def __init__(self, retry_after_seconds: int):
        super().__init__(
            "All members' questions of today have used up what the guide may cost in a day. It answers again after "
            "midnight UTC; lessons, quizzes and cases go on as always.",
            retry_after_seconds,
        )
