"""Going to every section of a lesson in every engine, with quick and with slow functions."""

from collections.abc import Iterator
from itertools import product

import pytest

from tests.browser import landing
from tests.browser.engines.opened import ENGINES, Opened
from tests.browser.engines.visitor import Visitor
from tests.browser.engines.window import EngineTrouble, Window
from tests.browser.instance import Instance
from tests.prove.proof import Outcome
from tests.prove.seeing.stage import stage


def going_on(size: int, seed: int) -> Outcome:
    """Go to all sections of the first lesson, by every way, in up to `size` of the engines, quick and slow."""
    wrong: list[str] = []
    absent: set[str] = set()
    cases = list(product(ENGINES, (0, landing.SLOW_MILLISECONDS)))[:size]
    with stage() as (instance, browser, stack, folder):
        engines = Opened(browser, folder, stack)
        for engine, late in cases:
            try:
                window = engines.window(engine, script=landing.LATENESS)
            except pytest.skip.Exception as reason:
                absent.add(str(reason))
                continue
            wrong += [f"{engine}, functions {late} ms late: {one}" for one in _gone(window, instance, late)]
    return Outcome(len(cases), len(wrong), "; ".join([*wrong, *absent]) or "every section, every way, 40 px ± 4")


def _gone(window: Window, instance: Instance, late: int) -> Iterator[str]:
    visitor = Visitor(window, instance)
    try:
        visitor.sign_up(next_page=f"/learn/{landing.FIRST}")
        sections = landing.blocks(visitor)
        landing.functions_are(visitor, late)
        yield from landing.going_on(visitor, sections)
        yield from landing.following_links(visitor, sections)
        yield from landing.following_citations(visitor)
    except (AssertionError, EngineTrouble) as problem:
        yield str(problem)[:300]
    finally:
        window.close()
