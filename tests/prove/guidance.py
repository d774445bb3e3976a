"""The guide against a provider that fails in every way, against many at once, and against those who mean it ill."""

import random
from collections import Counter
from functools import partial

from tests.prove.asking.faults import FAULTS, SLOW, Faults
from tests.prove.asking.hostile import hostile_prompts
from tests.prove.asking.world import COUNTED, Asking, Call, asking
from tests.prove.proof import Outcome, Proof
from tests.support.instances import at_once, spread
from tests.support.provider import ANSWER, says

# Times are real ones divided by forty: deadline 20 s → 0.5 s, and with it every pause that the gateway derives from it.
SCALED_DEADLINE = 0.5
REAL_DEADLINE = 20.0
# What a call may take beyond its deadline: the database before and after, and this machine's own trouble.
GRACE_SECONDS = 5.0
INSTANCES = 16
MEMBERS = 40
QUOTA = 10
ALL = tuple(FAULTS)


def _ask(world: Asking, faults: Faults, seed: int, number: int) -> Call:
    """Ask as one of the members, as a stream or not, now and then leaving early."""
    seeded = random.Random(f"{seed} {number} reader")
    member = world.members[number % len(world.members)]
    leaves = seeded.randrange(1, 6) if seeded.random() < 0.06 else 0
    call = world.ask(
        member,
        f"How large should an emergency fund be? Case number {number}",
        as_stream=leaves > 0 or seeded.random() < 0.5,
        leave_after=leaves,
    )
    return call._replace(ending="limited") if call.ending == "partial" and faults.reached_limit(number) else call


def faulty_calls(size: int, seed: int, *, deadline: float, instances: int, names: tuple[str, ...] = ALL) -> Outcome:
    """Ask `size` times while the provider fails; count late calls, wrong answers and what the ledger has left."""
    faults = Faults(seed, deadline, names)
    with asking(MEMBERS, deadline=deadline, quota=10**6, script=faults.script) as world:
        calls = spread(range(size), min(instances, size), partial(_ask, world, faults, seed))
        late = [call for call in calls if call.seconds > deadline + GRACE_SECONDS]
        odd = [call for call in calls if call.status not in {200, 503} or call.ending not in COUNTED | {"partial", ""}]
        drift = world.drift(calls)
        reached = len(world.provider.requests)
    slowest = max(call.seconds for call in calls)
    endings = Counter(call.ending or str(call.status) for call in calls)
    told = ", ".join(f"{count} {name}" for name, count in endings.most_common())
    says = (
        f"{len(late)} late (slowest {slowest:.2f} s at a deadline of {deadline:g} s), {len(odd)} answered wrong, "
        f"drift {drift}; {told}; the provider was reached {reached} times"
    )
    return Outcome(len(calls), len(late) + len(odd) + sum(drift.values()), says)


def parallel_at_quota(size: int, seed: int) -> Outcome:
    """Ask `size` questions of one member at once, at a quota of ten, with the burst limit off."""
    with asking(
        1, deadline=REAL_DEADLINE, quota=QUOTA, script=says(ANSWER), postgres={"max_connections": str(size + 50)}
    ) as world:
        calls = at_once(
            size,
            lambda number: world.ask(world.members[0], f"How large is an emergency fund? {number}"),
            warm=world.warm,
        )
        drift = world.drift(calls)
        reached = len(world.provider.requests)
    statuses = Counter(call.status for call in calls)
    wrong = abs(reached - QUOTA) + sum(drift.values()) + (statuses != Counter({200: QUOTA, 429: size - QUOTA}))
    return Outcome(size, wrong, f"the provider was reached {reached} times; {dict(statuses)}, drift {drift}")


PROOFS = [
    Proof(
        "provider-faults",
        "no call outlives its deadline (scaled by 40) by 5 s, ledger drift 0, no reservation left",
        10_000,
        160,
        partial(faulty_calls, deadline=SCALED_DEADLINE, instances=INSTANCES),
    ),
    Proof(
        "provider-faults-in-real-time",
        "at the real deadline every call ends within 25 s, ledger drift 0",
        64,
        4,
        partial(faulty_calls, deadline=REAL_DEADLINE, instances=64, names=SLOW),
    ),
    Proof(
        "quota-at-once",
        "parallel questions at quota 10 reach the provider exactly 10 times",
        200,
        60,
        parallel_at_quota,
    ),
    Proof(
        "hostile-prompts",
        "no key, no text beyond the reader's, nobody else's words, roles only from the server",
        500,
        60,
        hostile_prompts,
    ),
]
