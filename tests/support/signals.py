"""Ctrl-C for what the tests start, also where whoever started them ignores it (`make test &`)."""

import signal


def pytest_configure() -> None:
    """Take SIGINT as it comes by default: a child inherits that it is ignored, and then cannot be stopped by it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
