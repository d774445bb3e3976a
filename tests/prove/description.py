"""schemathesis over the whole OpenAPI document against the real handlers: what is described is what is answered."""

import importlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.strategies import SearchStrategy, one_of

from shared.operations.openapi import document
from tests.integration.access.cast import Cast
from tests.prove import bodies
from tests.prove.proof import Outcome, Proof
from tests.prove.world import HEALTH_TOKEN, World, whole_world
from tests.support import functions
from tests.support.wsgi import Functions

# Its types are unfinished: what comes from it is Any here.
schemathesis: Any = importlib.import_module("schemathesis")
checks: Any = importlib.import_module("schemathesis.specs.openapi.checks")
failures: Any = importlib.import_module("schemathesis.core.failures")
CHECKS = [
    importlib.import_module("schemathesis.checks").not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
# Half of the requests name something that is there, so that answers and not only refusals are compared.
THINGS: Mapping[str, tuple[str, ...]] = {
    "slug": ("cash-flow", "insurance"),
    "id": ("{picture}", "{paid picture}", "{payment}", "{seat}"),
    "attempt_id": ("{paid.attempt}",),
    "session": ("{none}",),
    "code": ("{none}",),
}
EACH = 25


class Caller:
    """Whoever a route wants: a member with full access, an owner, a signature, the operator; the erased are new."""

    def __init__(self, made: World):
        self._made = made
        self._who = {f"{route.method} /{path.split('/')[1]}": route.who for path, route in functions.routes()}
        self.member, self.owner = made.member(paid=True), made.member()
        made.database.execute(
            f"insert into masterclass.owners (user_id, appointed_by) values ('{self.owner.id}', 'proof')"
        )

    def __call__(self, method: str, path: str, body: bytes) -> Mapping[str, str]:
        """Return the headers to add to a request."""
        who = self._who.get(f"{method} /{path.split('/')[1]}" if "/" in path else "", "member")
        if who == "signed":
            return bodies.signer("/" + path.split("/")[1])(body)
        if who == "operator":
            return {"authorization": f"Bearer {HEALTH_TOKEN}"}
        member = self._made.member() if method == "DELETE" else self.owner if who == "owner" else self.member
        return {"authorization": f"Bearer {member.token}"}


def described(size: int, seed: int) -> Outcome:
    """Send `size` generated requests, spread over every described operation; count the answers that differ."""
    faults: list[str] = []
    statuses: Counter[int] = Counter()
    with whole_world() as made:
        caller = Caller(made)
        schema = schemathesis.openapi.from_dict(document())
        schema.app = Functions(caller)
        operations = [operation.ok() for operation in schema.get_all_operations()]
        cast_ = Cast(made.database, {"paid": caller.member}, {"none": bodies.NONE})
        while sum(statuses.values()) < size:  # a small operation runs out of different requests
            for operation in operations:
                seed += 1
                faults += _differences(operation, list(_known(operation, cast_)), EACH, seed, statuses)
    answers = f"{len(operations)} operations, answers {dict(sorted(statuses.items()))}"
    says = f"{answers}; {'; '.join(faults[:3]) or 'all as described'}"
    return Outcome(sum(statuses.values()), len(faults), says)


def _known(operation: Any, cast_: Cast) -> Iterator[dict[str, Any]]:
    """Yield what the generator is to be given instead of making it up: things that are there, bodies that fit."""
    names = [name for name in THINGS if "{" + name + "}" in operation.path]
    given: dict[str, Any] = {}
    sample = bodies.SAMPLES.get(f"{operation.method.upper()} {operation.path}")
    if sample is not None:
        given["body"] = cast_.filled(sample)
    if not names:
        yield given
    for number in range(max((len(THINGS[name]) for name in names), default=0)):
        yield {
            **given,
            "path_parameters": {name: cast_.filled(THINGS[name][number % len(THINGS[name])]) for name in names},
        }


def _differences(
    operation: Any, known: list[dict[str, Any]], size: int, seed: int, statuses: "Counter[int]"
) -> list[str]:
    """Return how answers to `size` requests differ from what the document says of them."""
    faults: list[str] = []

    def try_one(case: Any) -> None:
        response = case.call()
        statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (failures.FailureGroup, failures.Failure) as failure:
            faults.append(f"{operation.label}: {' '.join(str(failure).split())[:300]}")
        page = operation.path.endswith("/page")  # for people: the schema says that it is HTML
        problem = response.headers.get("content-type") == ["application/problem+json"]
        if response.status_code >= 400 and not problem and not page:
            faults.append(f"{operation.label}: {response.status_code} without a problem")

    modes = schemathesis.GenerationMode
    strategies = [operation.as_strategy(generation_mode=modes.POSITIVE, **given) for given in known]
    strategies += [operation.as_strategy(generation_mode=mode) for mode in modes]
    _generate(one_of(strategies), try_one, size, seed)
    return faults


def _generate(strategy: SearchStrategy[Any], act: Callable[[Any], None], size: int, seed: int) -> None:
    settings = hypothesis.settings(
        max_examples=size,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    hypothesis.seed(seed)(settings(hypothesis.given(strategy)(act)))()


PROOFS = [
    Proof("description", "answers are what the OpenAPI document says, for any request", 20_000, 500, described),
]
