"""What `make netlify` asks its artefacts against, and what it asks, tried on the local platform's own functions."""

import httpx

from netlify.build.paths import ROOT
from netlify.prove.platform import FUNCTIONS, platform
from netlify.prove.probes import probe
from shared.operations.jobs import JOBS

CALLED_BY_THE_PLATFORM = {*JOBS, "backup-background"}


def test_every_probe_is_answered_as_it_says() -> None:
    """Two members of its own, and a request for each function that the world may call, with its right answer."""
    names = {path.stem for path in (ROOT / "netlify" / "functions").glob("*.mjs")} - CALLED_BY_THE_PLATFORM
    with platform() as made:
        assert made.get("/account")["role"] == "paid"
        assert made.get("/account", made.free)["role"] == "free"
        answered = dict[str, int]()
        for name in sorted(names):
            asked = probe(name, made, scheduled=False)
            address = f"{made.origin}{FUNCTIONS}/{name}{asked.path}"
            answer = httpx.request(asked.method, address, headers=dict(asked.headers), content=asked.body, timeout=30)
            answered[name] = answer.status_code - asked.status
    assert set(answered.values()) == {0}, answered
