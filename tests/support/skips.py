"""A skipped test is no passed test: with CI=true each skip is a failure, wherever it was said."""

from collections.abc import Generator

import pytest

from tests.system import in_ci


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test that skips itself fail in CI."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and in_ci():
        report.outcome, report.longrepr = "failed", _sentence(report.longrepr)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let a file that skips itself whole fail in CI."""
    report = yield
    if report.outcome == "skipped" and in_ci():
        report.outcome, report.longrepr = "failed", _sentence(report.longrepr)
    return report


def _sentence(said: object) -> str:
    return f"skipped, and CI tolerates no skip: {said[-1] if isinstance(said, tuple) else said}"
