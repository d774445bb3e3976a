"""What course files hold, field by field. Unknown fields are errors; nothing is coerced."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.records import Record

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\n]*$")]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
ModuleFolder = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
OptionLetter = Annotated[str, StringConstraints(pattern=r"^[a-z]$")]
Decimal = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,10})?$")]
Tolerance = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,15}(\.[0-9]{1,10})?$")]
Address = Annotated[str, StringConstraints(pattern=r"^https://[a-z0-9.-]+(/[!-~]*)?$", max_length=500)]


class Price(Record):
    """What full access costs; `amount_minor` in the currency's minor unit."""

    amount_minor: int = Field(ge=0, le=100_000_000)
    currency: Annotated[str, StringConstraints(pattern=r"^[a-z]{3}$")]


class SeatTier(Record):
    """What each seat costs to whoever buys `from` or more of them."""

    from_: int = Field(alias="from", ge=2, le=500)
    amount_minor: int = Field(ge=0, le=100_000_000)


class CourseFile(Record):
    """course.yaml."""

    title: Line
    summary: Line
    version: Line
    price: Price
    seats: list[SeatTier] = Field(default=[], max_length=20)
    disclaimer: Prose
    standard: Literal["draft", "full"] = "draft"
    modules: list[ModuleFolder] = Field(min_length=1, max_length=99)


class Reference(Record):
    """A primary source."""

    title: Line
    publisher: Line
    url: Address


class QuizSettings(Record):
    """How a module's quiz is taken; `attempts` 0 means without limit."""

    pass_percent: int = Field(default=70, ge=1, le=100)
    attempts: int = Field(default=0, ge=0, le=100)
    cooldown_minutes: int = Field(default=0, ge=0, le=60 * 24 * 30)


class LessonHead(Record):
    """The front matter of lesson.md."""

    title: Line
    summary: Line
    minutes: int | None = Field(default=None, ge=1, le=600)  # from before study time was computed; not read
    preview: bool = False
    was: Key | None = None  # the module's slug before its folder was renamed: progress goes on
    objectives: list[Line] = Field(min_length=1, max_length=12)
    references: list[Reference] = Field(min_length=1, max_length=40)
    quiz: QuizSettings = QuizSettings()


class Video(Record):
    """A `video` fence. Without `file` the slot shows its title and transcript until there is a film."""

    title: Line
    file: Line | None = None
    poster: Line | None = None
    captions: Line | None = None
    transcript: Prose


class Option(Record):
    """One answer to choose; `explanation` says why it is right or wrong."""

    id: OptionLetter
    text: Prose
    correct: bool = False
    explanation: Prose
    misconception: Key | None = None


class ChoiceQuestion(Record):
    """A question with options: exactly one is right (`single`), or one or more (`multiple`)."""

    key: Key
    kind: Literal["single", "multiple"]
    block: Key
    question: Prose
    options: list[Option] = Field(min_length=2, max_length=8)


class NumericQuestion(Record):
    """A question whose answer is a number; `tolerance` is absolute, in the answer's unit."""

    key: Key
    kind: Literal["numeric"]
    block: Key
    question: Prose
    answer: Decimal
    tolerance: Tolerance
    unit: Line
    working: Line | None = None
    explanation: Prose


class Misconception(Record):
    """Something that readers believe before they read; a wrong option of the quiz holds it."""

    id: Key
    text: Line


Question = Annotated[ChoiceQuestion | NumericQuestion, Field(discriminator="kind")]


class QuizFile(Record):
    """quiz.yaml."""

    misconceptions: list[Misconception] = Field(default=[], max_length=6)
    questions: list[Question] = Field(min_length=1, max_length=60)


class RubricItem(Record):
    """Something a good answer does, and what it counts."""

    id: Key
    text: Line
    points: int = Field(ge=1, le=100)


class CaseHead(Record):
    """The front matter of case.md."""

    id: Key
    title: Line
    prompt: Prose
    rubric: list[RubricItem] = Field(min_length=1, max_length=20)
