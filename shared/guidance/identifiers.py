"""What could identify a patient, found before anything is stored or sent (the HIPAA list at 45 CFR 164.514(b)(2)).

Only what is obvious, so that a question about money is hardly ever refused: amounts, years, form numbers, account
kinds and dates alone are none.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from shared.guidance.names import GIVEN, KNOWN, MONEY_WORDS, NOT_SURNAMES

Finder = Callable[[str], bool]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"(?<![\d/.-])(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d{{2}}|(?:19|20)\d{{2}}[/.-]\d{{1,2}}[/.-]\d{{1,2}})(?![\d/-])"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*(?:%|percent|years|months|payments))"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b",
    re.IGNORECASE,
)
_DIGITS_BEFORE = r"(?<![\d$€£,.#-])"
_SOCIAL_SECURITY = re.compile(
    rf"{_DIGITS_BEFORE}\d{{3}}([-\u2010-\u2015 .])\d{{2}}\1\d{{4}}(?![\d,%-])"
    r"|\b(?:ssn|social security(?:\s+(?:number|no\.?|#))?)\W{0,3}(?:is|was)?\W{0,3}\d{3}\W?\d{2}\W?\d{4}\b",
    re.IGNORECASE,
)
_TOLL_FREE = r"8(?:00|33|44|55|66|77|88)"
_PHONE = re.compile(
    rf"{_DIGITS_BEFORE}(?:\+?1[-. ]?)?(?:\((?!{_TOLL_FREE})\d{{3}}\)\s?|(?!{_TOLL_FREE})[2-9]\d{{2}}[-.\u2010-\u2015])"
    rf"\d{{3}}[-. \u2010-\u2015]\d{{4}}(?![\d,%])"
    r"|(?<![\w+])\+\d{1,3}[-. ](?:\(?\d{1,4}\)?[-. ]){1,4}\d{3,5}\b",
)
_SPACED_PHONE = re.compile(
    rf"{_DIGITS_BEFORE}(?!{_TOLL_FREE})([2-9]\d{{2}}) (\d{{3}}) (\d{{4}})(?!\s*(?:%|percent|dollars|\d))"
)
_CALLED_PHONE = re.compile(
    r"\b(?:phone|cell|mobile|telephone|tel|call(?:ed)?|text(?:ed)?|reach(?:ed)?)\b[^\d\n]{0,30}"
    rf"(?<![$\d])(?!{_TOLL_FREE})[2-9]\d{{9}}\b",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:mrn(?![a-z])|med(?:ical)?\.?\s+rec(?:ord)?s?\b\.?(?:\s*(?:number|num|no\.?|id)\b)?"
    r"|(?:chart|record|encounter|accession|patient|pt)\.?(?:'s)?\s*(?:(?:number|num|no|id|identifier)\b\.?|\#)"
    r"|hospital\s+number\b|chart(?=\s+\d{5}))\W{0,4}(?:(?:is|was|of|number|no)\b)?\W{0,4}(?:[a-z]{1,4}[-\s]?)?\d[\d-]{3,}\b",
    re.IGNORECASE,
)
_MEMBER_NUMBER = re.compile(
    r"\b(?:medicare|medicaid|mbi|insurance|member|subscriber|beneficiary)(?:'s)?\s*(?:number|no\.?|\#|id)(?!\w)\W{0,4}"
    r"(?:(?:is|was)\b)?\W{0,4}(?=[a-z0-9-]*\d{3})[a-z0-9-]{6,}\b"
    r"|\b[1-9](?![SLOIBZ])[A-Z](?![SLOIBZ])[A-Z0-9]\d-?(?![SLOIBZ])[A-Z](?![SLOIBZ])[A-Z0-9]\d-?(?![SLOIBZ])[A-Z](?![SLOIBZ])[A-Z]\d{2}\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date\s+of\s+birth|birth\s?date|birthday|born)(?!\w)[^\d\n]{0,24}$", re.IGNORECASE
)
_BIRTH_DIGITS = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date\s+of\s+birth|birth\s?date)(?!\w)\W{0,4}\d{6}(?:\d\d)?\b", re.IGNORECASE
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[a-z]{2,}\b", re.IGNORECASE)

_CAPITALS = re.compile(r"\b[A-Z'\u2019-]{2,}(?:,\s|\s(?:[A-Z]\.?\s)?)[A-Z'\u2019-]{2,}\b")
_KNOWN = re.compile("|".join(rf"\b{re.escape(name.strip())}\b" for name in KNOWN))
_LETTERS = "a-z\u00df-\u00f6\u00f8-\u00ff"
_WORD = (
    rf"(?:[DO]['\u2019]|Ma?c|De|La|Le|Van)?[A-Z\u00c0-\u00d6\u00d8-\u00de][{_LETTERS}]+"
    rf"(?:['\u2019-][A-Z]?[{_LETTERS}]+)*"
)
# A physician's own years and those of the family decide about a 529, a Roth or Social Security.
_FAMILY = (
    r"(?:wife|husband|spouse|partner|fianc[\u00e9e]e?|son|daughter|child|kid|baby|twins?|mother|father|mom|dad|parents?"
    r"|brother|sister)"
)
_OWN_BIRTH = re.compile(
    rf"\b(?:I(?:'m|\u2019m|\s+am|\s+was)|(?:my|our)\s+(?:\w+\s+)?{_FAMILY}(?:\s+{_WORD}){{0,2}}\s+(?:was|is|were)|(?:my|our)(?:\s+{_FAMILY}(?:'s|\u2019s))?)"
    r"\s+(?:born|birth\s?date|birthday|date\s+of\s+birth|dob)\b[^\d\n]{0,24}$",
    re.IGNORECASE,
)
# Whose name is said with what they are to the author is no patient's.
_RELATION = re.compile(
    rf"\b(?:my|our|the|his|her|their)\s+(?:\w+\s+)?(?:{_FAMILY}|attorney|lawyer|cpa|accountant|advis[eo]r|planner|agent|broker|recruiter"
    r"|lender|banker|boss|employer|colleague|mentor|landlord|realtor)s?,?\s+$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?:[Mm]rs?|[Mm]s|Miss(?!\s+(?i:{_MONTH}))|Mx|Señora?|Sra?)\.?\s+(?:[A-Z]\.?\s+)?{_WORD}"
    rf"|\b(?!U\.\s?[KS]\.)[A-Z]\.\s?[A-Z]\.\s+{_WORD}"
)
_NAME = re.compile(rf"(?<!Dr )(?<!Dr\. )(?<!Doctor )\b({_WORD})\s+(?:[A-Z]\.?\s+)?({_WORD})\b")
_PLAIN_NAME = re.compile(r"\b([a-z]{2,})\s+(?:[a-z]\.?\s+)?([a-z'-]{2,})\b")
_LAST_FIRST = re.compile(rf"\b({_WORD}),\s({_WORD})\b")
_CLINICAL = re.compile(
    r"\b(?:patients?|pt|seen|saw|admitted|admission|discharged?|diagnos(?:ed|is)|presented|presents|hospitali[sz]ed|surgery|"
    r"follow[- ]?up|clinic visit|office visit|prescribed|labs?|a1c|chest pain|diabet(?:es|ic)|hypertensi(?:on|ve)|copd|"
    r"cancer|pregnan(?:t|cy)|came in|\d{1,3}[- ]?(?:year[- ]old|y/?o\b))",
    re.IGNORECASE,
)
_PATIENT_CALLED = re.compile(
    r"\b(?:patient|pt)\b[.,:]?\s+\(?(?:is\s+)?(?:(?:was\s+|an?\s[\w\s/-]{1,40})?(?:named|called)\s+|name(?:d)?(?:\s+is)?:?\s+)?",
    re.IGNORECASE,
)
# Month and day alone are three quarters of something, or a due date, unless somebody was seen then.
_SEEN_ON = re.compile(
    r"\b(?:seen|saw|admitted|discharged|visit(?:ed)?|came in)\s(?:\w+\s){0,3}?"
    r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])\b(?!/|\sof\b)",
    re.IGNORECASE,
)
_INITIAL = re.compile(rf"[A-Z]\.\s?{_WORD}")
NEARBY = 120


def found_in(text: str) -> list[str]:
    """Return the kinds of identifiers in `text`, in words for its author; none for an ordinary question."""
    read = _as_read(text)
    return [kind for kind, finds in FINDERS if finds(read)]


def _as_read(text: str) -> str:
    """Return `text` without marks that nobody sees and without known companies, `MARIA GARCIA` as one writes a name."""
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return _KNOWN.sub("they", _CAPITALS.sub(_as_name, seen))


def _as_name(found: re.Match[str]) -> str:
    """Charts are in capitals: where one of two words side by side is a given name, both are a name."""
    words = re.findall(r"[A-Z'\u2019-]+", found[0])
    return found[0].title() if any(word.lower() in GIVEN for word in words) else found[0]


def _has_phone(text: str) -> bool:
    """Three groups parted by spaces may be round amounts: those are none."""
    if _PHONE.search(text) or _CALLED_PHONE.search(text):
        return True
    return any(any(int(group) % 10 for group in found.groups()) for found in _SPACED_PHONE.finditer(text))


def _has_birth_date(text: str) -> bool:
    """A full date right after the word, unless it is the author's own or their family's."""
    if _BIRTH_DIGITS.search(text):
        return True
    before = (text[max(0, date.start() - 80) : date.start()] for date in _DATE.finditer(text))
    return any(_BIRTH.search(words) and not _OWN_BIRTH.search(words) for words in before)


def _has_name_with_date(text: str) -> bool:
    """A date near what is, by its title, its given name or its clinical surroundings, a person's name."""
    for date in (*_DATE.finditer(text), *_SEEN_ON.finditer(text)):
        near = text[max(0, date.start() - NEARBY) : date.end() + NEARBY]
        clinical = bool(_CLINICAL.search(near))
        if _TITLED.search(near) or any(_is_person(*name, clinical) for name in _names(near)):
            return True
        if clinical and any(_is_given(*name.groups()) for name in _PLAIN_NAME.finditer(near)):
            return True
    return False


def _has_named_patient(text: str) -> bool:
    """`patient John Smith`, in capitals or not: a name is an identifier without a date too."""
    for called in _PATIENT_CALLED.finditer(text):
        rest = text[called.end() : called.end() + 60]
        name, plain = _NAME.match(rest), _PLAIN_NAME.match(rest)
        if _TITLED.match(rest) or _INITIAL.match(rest) or (plain and _is_given(plain[1], plain[2])):
            return True
        said_so = re.search(r"named|called|name is|name:|patient:|pt:", called[0], re.IGNORECASE)
        if name and (_is_given(name[1], name[2]) or (said_so and _is_person(name[1], name[2], clinical=True))):
            return True
    return False


def _names(text: str) -> Iterator[tuple[str, str]]:
    """First and second name of what may be a person; `Smith, John` is turned round."""
    named = (found for found in _NAME.finditer(text) if not _RELATION.search(text[: found.start()][-60:]))
    yield from ((found[1], found[2]) for found in named)
    yield from ((found[2], found[1]) for found in _LAST_FIRST.finditer(text))


def _is_given(first: str, second: str) -> bool:
    surname = second.lower().removesuffix("'s").removesuffix("\u2019s")
    return first.lower() in GIVEN and surname not in NOT_SURNAMES and surname not in MONEY_WORDS


def _is_person(first: str, second: str, clinical: bool) -> bool:
    """A known given name before or after a comma; where the talk is of patients, any two words that are not money's."""
    if _is_given(first, second) or (clinical and _is_given(second, first)):
        return True
    words = {first.lower(), second.lower()}
    return clinical and not words & MONEY_WORDS and not words & NOT_SURNAMES


FINDERS: tuple[tuple[str, Finder], ...] = (
    ("a social security number", lambda text: bool(_SOCIAL_SECURITY.search(text))),
    ("a phone number", _has_phone),
    ("a record or patient number", lambda text: bool(_RECORD.search(text))),
    ("an insurance or member number", lambda text: bool(_MEMBER_NUMBER.search(text))),
    ("a date of birth", _has_birth_date),
    ("an e-mail address", lambda text: bool(_MAIL.search(text))),
    ("a patient's name", _has_named_patient),
    ("a person's name with a date", _has_name_with_date),
)
