"""Variants measured in turn, so that what slows the machine meanwhile slows all of them alike."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence

Measure = Callable[[], float]


def interleaved(variants: Mapping[str, Measure], rounds: int) -> dict[str, list[float]]:
    """Call every variant once a round, in an order that turns with the rounds; return what each measured."""
    measured: dict[str, list[float]] = {name: [] for name in variants}
    names = list(variants)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            measured[name].append(variants[name]())
    return measured


def medians(variants: Mapping[str, Measure], rounds: int) -> dict[str, float]:
    """Return the median of what each variant measured in `rounds` interleaved rounds."""
    return {name: statistics.median(figures) for name, figures in interleaved(variants, rounds).items()}


def percentile(figures: Sequence[float], percent: float) -> float:
    """Return the figure that `percent` of all are at most."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def seconds(call: Callable[[], object], times: int = 1) -> float:
    """Return the seconds that one of `times` calls takes on average."""
    started = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - started) / times
