"""The refusal that every paid thing shares."""

from shared.problems import Problem


class FullAccessRequired(Problem):
    """This is part of full access."""

    status = 402
    slug = "full-access-required"
