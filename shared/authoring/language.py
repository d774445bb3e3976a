"""The course's one arithmetic: what an expression may say, read into a tree.

Worked examples, the workings of numeric questions and calculators are all written in it: numbers, names, `+ - * / **`,
comparisons, `and or not`, parentheses and calls. A tree is plain data: a `Number` keeps the digits as written, a name
is a string, everything else is a `Call`. `exact.py` computes trees in fractions, `doubles.py` as a browser does.
"""

import re
from typing import NamedTuple

LONGEST = 2_000
DEEPEST = 40
_TOKEN = re.compile(r"\s*(?:(\d{1,20}(?:\.\d{1,20})?)(?![\w.])|([A-Za-z_][A-Za-z0-9_]*)|(\*\*|[<>=!]=|[-+*/()<>,]))")
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})


class Incorrect(Exception):
    """An expression is not arithmetic, or not what it is said to be; the message says which."""


class Number(NamedTuple):
    """A number, digits as written."""

    digits: str


class Call(NamedTuple):
    """An operator or a function with what it is applied to."""

    name: str
    arguments: tuple["Tree", ...]


Tree = Number | Call | str


def parse(expression: str) -> Tree:
    """Return the tree of `expression`; raises Incorrect."""
    return _Reader(expression).whole()


def tokens_of(expression: str) -> list[str]:
    """Return the words, numbers and signs of `expression` in order; raises Incorrect at a character of none of them."""
    found: list[str] = []
    position, text = 0, expression.rstrip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise Incorrect(f"{expression!r} has {text[position:].strip()[:20]!r}, which is no arithmetic")
        found.append(token[0].strip())
        position = token.end()
    return found


def names_in(tree: Tree) -> set[str]:
    """Return the names that `tree` asks for."""
    if isinstance(tree, Call):
        return {name for argument in tree.arguments for name in names_in(argument)}
    return {tree} if isinstance(tree, str) else set()


class _Reader:
    """A recursive descent over the tokens, one method a level of binding."""

    def __init__(self, expression: str):
        if len(expression) > LONGEST:
            raise Incorrect(f"an expression has at most {LONGEST:,} characters")
        self._expression = expression
        self._tokens = tokens_of(expression)
        self._position = 0
        self._depth = 0

    def whole(self) -> Tree:
        tree = self._either()
        if self._next():
            raise self._unexpected()
        return tree

    def _next(self) -> str:
        return self._tokens[self._position] if self._position < len(self._tokens) else ""

    def _take(self, *wanted: str) -> str:
        """Return the next token and step over it when it is one of `wanted`, else nothing."""
        found = self._next()
        if found not in wanted:
            return ""
        self._position += 1
        return found

    def _unexpected(self) -> Incorrect:
        found = self._next()
        where = f"does not go on with {found!r}" if found else "ends too early"
        return Incorrect(f"{self._expression!r} {where}")

    def _either(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Incorrect(f"{self._expression!r} cannot be computed: it is nested too deeply")
        tree = self._both()
        while self._take("or"):
            tree = Call("or", (tree, self._both()))
        self._depth -= 1
        return tree

    def _both(self) -> Tree:
        tree = self._negated()
        while self._take("and"):
            tree = Call("and", (tree, self._negated()))
        return tree

    def _negated(self) -> Tree:
        negations = 0
        while self._take("not"):
            negations += 1
        tree = self._compared()
        return (
            tree if not negations else Call("not", (tree,)) if negations % 2 else Call("not", (Call("not", (tree,)),))
        )

    def _compared(self) -> Tree:
        tree = self._sum()
        sign = self._take(*_COMPARISONS)
        return Call(sign, (tree, self._sum())) if sign else tree

    def _sum(self) -> Tree:
        tree = self._product()
        while sign := self._take("+", "-"):
            tree = Call(sign, (tree, self._product()))
        return tree

    def _product(self) -> Tree:
        tree = self._signed()
        while sign := self._take("*", "/"):
            tree = Call(sign, (tree, self._signed()))
        return tree

    def _signed(self) -> Tree:
        """A minus binds looser than a power: -2 ** 2 is -4."""
        minuses = 0
        while self._take("-"):
            minuses += 1
        tree = self._power()
        return Call("negative", (tree,)) if minuses % 2 else tree

    def _power(self) -> Tree:
        tree = self._atom()
        if not self._take("**"):
            return tree
        self._depth += 1
        if self._depth > DEEPEST:
            raise Incorrect(f"{self._expression!r} cannot be computed: it is nested too deeply")
        exponent = self._signed()
        self._depth -= 1
        return Call("**", (tree, exponent))

    def _atom(self) -> Tree:
        if self._take("("):
            tree = self._either()
            if not self._take(")"):
                raise self._unexpected()
            return tree
        token = self._next()
        if not token or not (token[0].isalnum() or token[0] == "_") or token in {"and", "or", "not"}:
            raise self._unexpected()
        self._position += 1
        if token[0].isdigit():
            return Number(token)
        return Call(token, self._arguments()) if self._take("(") else token

    def _arguments(self) -> tuple[Tree, ...]:
        found: list[Tree] = []
        if self._take(")"):
            return ()
        while True:
            found.append(self._either())
            if self._take(")"):
                return tuple(found)
            if not self._take(","):
                raise self._unexpected()
