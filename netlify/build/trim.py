"""What a bundle leaves out because nothing can need it there; tests import every module that stays."""

import re
from collections.abc import Set


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a function can never need: tests, windows, installers.
NEVER = _words("""
    __phello__ antigravity ensurepip idlelib lib2to3 msilib test this tkinter turtle turtledemo venv xxlimited
    xxlimited_35 xxsubtype
""")
# Development, terminals and protocols of another age: carried only by a function that reaches them.
RARE = NEVER | _words("""
    _aix_support _bootsubprocess _osx_support aifc asynchat asyncore audioop bdb cProfile cgi cgitb chunk cmd code
    codeop compileall crypt curses dbm distutils doctest filecmp fileinput ftplib imaplib imghdr imp mailbox mailcap
    modulefinder netrc nis nntplib nturl2path optparse ossaudiodev pdb pickletools pipes poplib profile pstats pty
    pyclbr pydoc pydoc_data readline rlcompleter sched smtpd sndhdr spwd sqlite3 sunau symtable tabnanny telnetlib
    timeit trace tty unittest uu wave webbrowser wsgiref xdrlib xmlrpc zipapp
""")
# The native half of a rare module, by its own name.
NATIVE = {
    "_crypt": "crypt",
    "_curses": "curses",
    "_curses_panel": "curses",
    "_dbm": "dbm",
    "_gdbm": "dbm",
    "_lsprof": "cProfile",
    "_sqlite3": "sqlite3",
    "_tkinter": "tkinter",
    "_symtable": "symtable",
}
_FOR_TESTS = re.compile(r"_test|_xx|_ctypes_test")
_NOT_THE_LIBRARY = re.compile(r"(?:^|/)(?:site-packages|__pycache__|config-3[^/]*|tests?)$")
_NEVER_READ = re.compile(
    r"(?:^|/)__pycache__/ | \.(?:py[ixdi]|pyx|c|h|cc|cpp|hpp|rs|orig|md|rst)$ | (?:^|/)py\.typed$"
    r"| \.dist-info/(?:RECORD|INSTALLER|REQUESTED|direct_url\.json|WHEEL|top_level\.txt|sboms/.*)$"
    r"| ^bin/ | (?:^|/)(?:tests?)/ | /examples-1\.json"
    r"| ^PIL/(?:ImageTk|_imagingtk|_tkinter_finder)\b",  # windows, which need the tkinter that is never there
    re.VERBOSE,
)
_SERVICE = re.compile(r"^botocore/data/([^/]+)/")
_LICENCE = re.compile(r"\.dist-info/|(?:^|/)(?:LICEN[CS]E|COPYING|NOTICE)", re.IGNORECASE)


def keeps_of_wheel(path: str) -> bool:
    """Whether a distribution's file may ever be read in a function."""
    if _NEVER_READ.search(path):
        return bool(_LICENCE.search(path)) and path.endswith((".md", ".rst"))
    return True


def keeps_for(path: str, words: Set[str]) -> bool:
    """Whether a function whose sources hold the string constants `words` may read this file: AWS's service models."""
    service = _SERVICE.match(path)
    return service is None or service[1] in words


def enters_of_stdlib(folder: str) -> bool:
    """Whether a folder below the standard library's is part of it: no tests of itself, nothing that was installed."""
    return folder.split("/", 1)[0] not in NEVER and not _NOT_THE_LIBRARY.search(folder)


def keeps_of_stdlib(path: str) -> bool:
    """Whether a file in such a folder can be imported, and for more than a test."""
    name = path.removeprefix("lib-dynload/").split("/", 1)[0].split(".", 1)[0]
    for_tests = name in NEVER or NATIVE.get(name) in NEVER or _FOR_TESTS.match(name)
    return not for_tests and path.endswith((".py", ".so"))


def keeps_module(top_level: str, reached: Set[str]) -> bool:
    """Whether a function that reaches the top-level names `reached` carries this one of the standard library."""
    name = NATIVE.get(top_level, top_level)
    return name not in RARE or name in reached
