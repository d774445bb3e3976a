"""The course's films, each over the calculator of its module as the lesson's example sets it."""

from collections.abc import Callable, Mapping

from shared.authoring.calculators.programs import Program
from shared.authoring.films.fee import fee_film
from shared.authoring.films.film import Film
from shared.authoring.films.fund import fund_film
from shared.authoring.films.offers import offers_film
from shared.authoring.films.slice import slice_film
from shared.authoring.films.staircase import staircase_film
from shared.authoring.load import Course

FILMS: Mapping[str, Callable[[str, Program], Film]] = {
    "cash-flow-and-net-worth": fund_film,
    "student-loans-and-pslf": staircase_film,
    "how-you-are-paid": offers_film,
    "the-backdoor-roth": slice_film,
    "investing-fees-and-advisers": fee_film,
}


def films_of(course: Course) -> list[Film]:
    """Return the films of `course`, in the order of its modules."""
    return [
        FILMS[module.slug](module.folder, Program(module.calculator))
        for module in course.modules
        if module.calculator and module.slug in FILMS
    ]
