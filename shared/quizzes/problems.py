"""What quizzes refuse."""

from uuid import UUID

from shared.problems import Conflict, TooManyRequests


class AttemptOpen(Conflict):
    """Another attempt at this quiz is still open."""

    slug = "attempt-open"

    def __init__(self, attempt_id: str | UUID):
        super().__init__(
            "Finish the open attempt first; its id is attempt_id.", extensions={"attempt_id": str(attempt_id)}
        )


class AttemptLimitReached(Conflict):
    """This quiz cannot be taken again."""

    slug = "attempt-limit-reached"

    def __init__(self, attempts: int):
        super().__init__(f"It may be taken {attempts} time{'' if attempts == 1 else 's'}; the best score counts.")


class CoolingDown(TooManyRequests):
    """This quiz can be taken again later."""

    slug = "cooling-down"

    def __init__(self, seconds: int):
        super().__init__("A pause lies between two attempts; practice is open meanwhile.", seconds)
