"""Every function's bundle: `.bundles/<name>` with its own Python, checked against what Netlify takes."""

import contextlib
import fcntl
import hashlib
import shutil
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from netlify.build import gates, trim, variables, wheels
from netlify.build.closure import Closure, Sources, function_closure
from netlify.build.distributions import Distribution, Shelf, extras_asked_for
from netlify.build.interpreter import Interpreter, choose
from netlify.build.paths import BUNDLES, CACHE, ROOT, BuildRefused
from netlify.build.trees import COMPILED, Parts, entries_of, lay_out, write_manifest
from netlify.build.units import Plan, Unit, folder_of, make
from netlify.catalog import discover
from shared.environment import read

ENTRIES = ROOT / "netlify" / "functions"
HANDLERS = ROOT / "functions"
STAMPS = ".stamps"  # beside the bundles: a cache may serve several checkouts
LINKERS = ("trees.py", "gates.py", "trim.py", "bundles.py", "compiled.py", "rehearsal.py")

Say = Callable[[str], None]


class Work(NamedTuple):
    """What has to be made, for every function: closures by name, plans of units, and the interpreter."""

    modules: Mapping[str, str]
    closures: Mapping[str, Closure]
    carried: Mapping[str, list[Distribution]]
    interpreter: Interpreter
    ours: Plan
    plans: Mapping[str, Plan]
    certificates: Plan


def function_modules() -> dict[str, str]:
    """Return each function's name and Python module; raises BuildRefused naming the file that one of them lacks."""
    found = discover(ENTRIES, HANDLERS)
    for name, entry in found.items():
        for path in (ENTRIES / f"{name}.mjs", HANDLERS / f"{entry.module}.py"):
            if not path.is_file():
                raise BuildRefused(f"the function {name} has no {path.relative_to(ROOT)}: add it.")
    return {name: entry.module for name, entry in found.items()}


def build(say: Say = lambda _: None, only: Iterable[str] | None = None) -> list[str]:
    """Make every bundle, or those of `only`, that is not there as it must be; return the names of all functions."""
    started = time.monotonic()
    with _alone():
        work = plan(say)
        wanted = [name for name in work.closures if only is None or name in set(only)]
        stale = [name for name in wanted if not _is_current(name, work)]
        if stale:
            made = _make_units(work, stale, say)
            for name in stale:
                _make_tree(name, work, made, say)
        for name in wanted:
            write_manifest(BUNDLES / name, work.interpreter, work.modules[name], read("CONTEXT"), variables.names())
        _remove_others(work.closures)
        for warning in _warnings(wanted, work):
            say(f"warning: {warning}")
    say(f"{len(wanted)} bundles, {len(stale)} of them new, in {time.monotonic() - started:.1f} s")
    return list(work.closures)


@contextlib.contextmanager
def _alone() -> Generator[None]:
    """One build at a time on this cache: whoever comes second finds the work done."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def built_tree(name: str) -> Path:
    """Return the folder of function `name`'s bundle, made now where it is not there as it must be."""
    build(only=[name])
    return BUNDLES / name


def plan(say: Say = lambda _: None) -> Work:
    """Work out what every function carries."""
    modules = function_modules()
    interpreter = choose()
    say(f"Python {interpreter.version} from {interpreter.origin}")
    sources = Sources(ROOT)
    closures = {name: function_closure(sources, module) for name, module in modules.items()}
    shelf = Shelf(wheels.shelf(wanted_minor(interpreter)), extras_asked_for(ROOT / "requirements.in"))
    carried = {name: shelf.closure(closure.foreign) for name, closure in closures.items()}
    ours = _plan_of_ours(closures.values())
    certifi = shelf.distributions["certifi"]
    everything = {distribution.name: distribution for found in carried.values() for distribution in found}
    plans = {name: _plan_of_wheel(distribution, shelf) for name, distribution in everything.items()}
    return Work(modules, closures, carried, interpreter, ours, plans, _plan_of_wheel(certifi, shelf))


def parts_of(name: str, work: Work, made: Mapping[str, Unit]) -> Parts:
    """Return what function `name`'s tree is made of, from units `made` by their plan's name."""
    return Parts(
        name,
        work.closures[name],
        work.interpreter,
        python=made[work.interpreter.plan.name],
        ours=made[work.ours.name],
        distributions=[made[work.plans[found.name].name] for found in work.carried[name]],
        certificates=made[work.certificates.name],
    )


def wanted_minor(interpreter: Interpreter) -> str:
    """Return the minor version of `interpreter`: "3.11"."""
    return ".".join(interpreter.version.split(".")[:2])


def _plans_for(names: Iterable[str], work: Work) -> list[Plan]:
    wanted = {found.name for name in names for found in work.carried[name]}
    plans = [work.interpreter.plan, work.ours, work.certificates, *(work.plans[name] for name in sorted(wanted))]
    return list({plan.name: plan for plan in plans}.values())


def _make_units(work: Work, names: Iterable[str], say: Say) -> dict[str, Unit]:
    plans = _plans_for(names, work)
    new = [plan for plan in plans if not folder_of(plan).is_dir()]
    if new:
        say(f"laying out {len(new)} of {len(plans)} parts: " + ", ".join(plan.name for plan in new))
    largest_first = sorted(plans, key=lambda plan: -len(plan.files))
    return dict(zip([plan.name for plan in largest_first], make(largest_first), strict=True))


def _warnings(names: Iterable[str], work: Work) -> list[str]:
    """What the units of `names` were made with, at every build, and not only at the one that made them."""
    folders = (folder_of(plan) for plan in _plans_for(names, work))
    return [warning for folder in folders if folder.is_dir() for warning in Unit(folder).warnings]


def _make_tree(name: str, work: Work, made: Mapping[str, Unit], say: Say) -> None:
    parts = parts_of(name, work, made)
    entries = entries_of(parts)
    gates.check(name, entries)  # before any of it is run
    unfinished = BUNDLES / f".unfinished-{name}"
    size = gates.check(name, lay_out(parts, entries, unfinished))
    shutil.rmtree(BUNDLES / name, ignore_errors=True)
    unfinished.rename(BUNDLES / name)
    (BUNDLES / STAMPS).mkdir(exist_ok=True)
    (BUNDLES / STAMPS / name).write_text(_stamp(name, work))
    say(
        f"{name:<20} {size.zipped / gates.MEGABYTE:5.1f} MB zipped {size.unzipped / gates.MEGABYTE:6.1f} MB unzipped"
        f"  {gates.shown(size.glibc)}"
    )


def _is_current(name: str, work: Work) -> bool:
    stamp = BUNDLES / STAMPS / name
    return (BUNDLES / name / COMPILED).is_file() and stamp.is_file() and stamp.read_text() == _stamp(name, work)


def _stamp(name: str, work: Work) -> str:
    """Equal stamps, equal trees: the units by what they are made of, the files wanted of ours, and who links them."""
    units = [folder_of(plan).name for plan in _plans_for([name], work)]
    closure = work.closures[name]
    linkers = b"".join((Path(__file__).parent / maker).read_bytes() for maker in LINKERS)
    parts = [*units, *closure.files, *sorted(closure.foreign), *sorted(closure.words), work.interpreter.origin]
    return hashlib.sha256("\n".join(parts).encode() + linkers).hexdigest()


def _plan_of_ours(closures: Iterable[Closure]) -> Plan:
    files = sorted({file for closure in closures for file in closure.files})
    content = b"".join(f"{file}\n".encode() + (ROOT / file).read_bytes() for file in files)
    return Plan("ours", hashlib.sha256(content).hexdigest(), [(str(ROOT / file), file) for file in files])


def _plan_of_wheel(distribution: Distribution, shelf: Shelf) -> Plan:
    files = [(str(shelf.folder / file), file) for file in distribution.files if trim.keeps_of_wheel(file)]
    return Plan(f"{distribution.name}-{distribution.version}", shelf.folder.name, files)


def _remove_others(names: Iterable[str]) -> None:
    """A function that is gone leaves no bundle behind."""
    kept = {*names, STAMPS}
    for folder in BUNDLES.glob("*"):
        if folder.name not in kept:
            shutil.rmtree(folder)
