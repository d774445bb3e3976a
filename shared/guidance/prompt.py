"""What goes to the provider for a question, decided without asking anybody: cut to a budget, marked as data."""

import hashlib
import html
import math
import re
from collections.abc import Mapping, Sequence

from shared.guidance import identifiers, instruction
from shared.guidance.citations import without_markers
from shared.guidance.records import Case, Material, Passage, ProviderRequest

# A token of English is four characters and a little; what is reserved is reckoned with three.
CHARACTERS_PER_TOKEN = 4
CAUTIOUS_CHARACTERS_PER_TOKEN = 3
PASSAGE_TOKENS = 6500
CASE_TOKENS = 1200
HISTORY_TOKENS = 1200
LEAST_CHARACTERS = 240
TURNS_SOUGHT = 3

NOTHING_FOUND = (
    "I found nothing in the course that this question could be answered from, and I do not answer from anywhere else. "
    "Try the words that the lesson uses, or ask about one of its sections."
)
CLOSED = (
    "The course answers this in the module “{title}”, which opens with full access. I may not quote from it here. "
    "Ask me anything about the lessons that are open to you."
)

_SENTENCE_END = re.compile(r"[.!?](?=\s)")


def own_answer(material: Material) -> str | None:
    """Return what we say ourselves, where no provider has to be asked: it is taught elsewhere, or nowhere here."""
    if material.off_course:
        return NOTHING_FOUND
    return CLOSED.format(title=material.closed.title) if material.closed and material.closed.is_sure else None


def cut_to_budget(passages: Sequence[Passage], tokens: int = PASSAGE_TOKENS) -> list[Passage]:
    """Return the passages, best first, that fit `tokens`; one that does not is cut after a sentence or left out."""
    left = tokens * CHARACTERS_PER_TOKEN
    kept: list[Passage] = []
    for passage in passages:
        text = cut_after_sentence(passage.text, left - len(passage.heading))
        if len(text) < min(LEAST_CHARACTERS, len(passage.text)):
            continue
        kept.append(passage._replace(text=text))
        left -= len(text) + len(passage.heading)
    return kept


def cut_after_sentence(text: str, characters: int) -> str:
    """Return `text`, or as many of its sentences as fit into `characters`."""
    if len(text) <= characters:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text[: max(0, characters) + 1])]
    return text[: ends[-1]] if ends else ""


def provider_request(
    question: str, material: Material, *, model: str, output_tokens: int, user_id: str
) -> ProviderRequest:
    """Return what the provider is asked: our instruction, our history, and everything else as data."""
    closed = [_element("closed_module", material.closed.title)] if material.closed else []
    content = "\n".join([*_passages(material.passages), *closed, *_case(material.case), _element("question", question)])
    return ProviderRequest(
        model=model,
        instructions=instruction.TEXT,
        messages=[*_history(material.so_far), {"role": "user", "content": content}],
        output_tokens=output_tokens,
        safety_identifier=safety_identifier(user_id),
    )


def safety_identifier(user_id: str) -> str:
    """Return what stands for a member at the provider: the same each time, and nobody's name."""
    return hashlib.sha256(b"masterclass:" + user_id.encode()).hexdigest()


def estimated_tokens(characters: int) -> int:
    """Return about how many tokens a text of this length is."""
    return math.ceil(characters / CHARACTERS_PER_TOKEN)


def most_tokens(characters: int) -> int:
    """Return more tokens than a text of this length is likely to be."""
    return math.ceil(characters / CAUTIOUS_CHARACTERS_PER_TOKEN)


def _passages(passages: Sequence[Passage]) -> list[str]:
    """Passages as data: nothing in them can close their tag or open another."""
    if not passages:
        return ["<passages>", "No passage of the course was found.", "</passages>"]
    listed = [
        f'<passage id="{number}" module="{_data(passage.module_title)}">\n{_data(passage.heading)}\n'
        f"{_data(passage.text)}\n</passage>"
        for number, passage in enumerate(passages, 1)
    ]
    return ["<passages>", *listed, "</passages>"]


def _case(case: Case | None) -> list[str]:
    """The case as data, with the reader's own answer unless it may identify a patient."""
    if case is None:
        return []
    text = cut_after_sentence(f"{case.title}\n{case.text}\n{case.prompt}", CASE_TOKENS * CHARACTERS_PER_TOKEN)
    own = case.own_answer or ""
    if not own or identifiers.found_in(own):
        return [_element("case", text)]
    return [_element("case", text), _element("own_answer", own[: CASE_TOKENS * CHARACTERS_PER_TOKEN])]


def _history(so_far: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The newest turns that fit, in pairs, so that no answer stands without its question."""
    left = HISTORY_TOKENS * CHARACTERS_PER_TOKEN
    turns: list[dict[str, str]] = []
    for question, answer in reversed(list(zip(so_far[::2], so_far[1::2], strict=False))):
        left -= len(question["content"]) + len(answer["content"])
        if left < 0:
            break
        turns = [
            {"role": "user", "content": _element("question", question["content"])},
            {"role": "assistant", "content": without_markers(answer["content"])},
            *turns,
        ]
    return turns


def _element(name: str, text: str) -> str:
    return f"<{name}>\n{_data(text)}\n</{name}>"


def _data(text: str) -> str:
    """Escape what could be taken for a tag of ours."""
    return html.escape(text, quote=True).replace("&#x27;", "'")
