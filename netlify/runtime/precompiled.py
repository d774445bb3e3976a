"""What modules compile while they are imported, compiled when the bundle was built: a quarter of a cold start.

Python keeps the bytecode of modules, but not of what they compile themselves: regular expressions, the methods that
`dataclasses` and `namedtuple` write as text, annotations that `typing` is given as strings. `netlify.build.rehearsal`
starts a bundle once and writes down what each of these came to; here it is looked up, in one file for a bundle. What
is not in the file is compiled as ever, and a file of another interpreter is left alone.
"""

import marshal
import re
import sys
from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

# The pattern or the text as it was given, with its flags or its mode, to the marshalled result.
Patterns = Mapping[tuple[str | bytes, int], bytes]
Texts = Mapping[tuple[str, str], bytes]
CompileText = Callable[[str, str, str], CodeType]

FORMAT = 2  # of `marshal`: the last in which equal values are equal bytes


def install(file: str) -> None:
    """From here on look up in `file` what it knows; without the file, or with another interpreter's, do nothing.

    It holds the interpreter's sys.version, patterns and texts, each result marshalled by itself.
    """
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 (pathlib is not worth its import here)
            interpreter, patterns, texts = marshal.loads(opened.read())  # noqa: S302 (the bundle's own file, as its bytecode is)
    except (OSError, EOFError, ValueError, TypeError):
        return
    if interpreter == sys.version:
        use(_pattern_compiler(patterns), _text_compiler(texts))


def use(compile_pattern: Callable[..., re.Pattern[Any]], compile_text: CompileText) -> None:
    """Let the standard library compile with these."""
    import collections
    import dataclasses
    import typing

    def execute(text: str, around: dict[str, Any], inside: dict[str, Any]) -> None:
        exec(compile_text(text, "<string>", "exec"), around, inside)  # noqa: S102 (what dataclasses does)

    def evaluate(text: str, around: dict[str, Any]) -> Any:
        return eval(compile_text(text, "<string>", "eval"), around)  # noqa: S307 (what namedtuple does)

    _internals(re)._compiler.compile = compile_pattern
    _internals(dataclasses).exec = execute
    _internals(collections).eval = evaluate
    _internals(typing).compile = compile_text


def _internals(module: Any) -> Any:
    """Return a module of the standard library with what its stubs do not tell of."""
    return module


def _pattern_compiler(known: Patterns) -> Callable[..., re.Pattern[Any]]:
    compiler = _internals(re)._compiler
    compile_slowly: Callable[..., re.Pattern[Any]] = compiler.compile
    build: Callable[..., re.Pattern[Any]] = compiler._sre.compile

    def compile_pattern(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        found = known.get((pattern, flags)) if type(pattern) is str or type(pattern) is bytes else None
        if found is None:
            return compile_slowly(pattern, flags)
        all_flags, code, *groups = marshal.loads(found)  # noqa: S302
        return build(pattern, all_flags, memoryview(code).cast("I").tolist(), *groups)

    return compile_pattern


def _text_compiler(known: Texts) -> CompileText:
    seen: dict[tuple[str, str], CodeType] = {}

    def compile_text(text: str, file: str, mode: str) -> CodeType:
        key = (text, mode)
        code = seen.get(key)
        if code is None:
            found = known.get(key)
            if found is None:
                return compile(text, file, mode, dont_inherit=True)
            code = seen[key] = marshal.loads(found)  # noqa: S302
        return code

    return compile_text
