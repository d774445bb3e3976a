"""Stripe's API as `payments reconcile --since` asks it, over the objects of one history as they are at its end."""

import contextlib
import os
from collections.abc import Generator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from shared import settings
from tests.prove.money.histories import History
from tests.prove.money.lives import PRICE_ID
from tests.prove.money.telling import Object, as_read, is_paid
from tests.support.stripe_stand_in import running


class Ledger:
    """Which history's objects the API answers."""

    def __init__(self) -> None:
        self._told: History | None = None

    def show(self, told: History) -> None:
        """Answer of this history from now on."""
        self._told = told

    def sessions(self, _: Request) -> JSONResponse:
        """List what was sold, newest first."""
        return _listed([one.session for one in reversed(self._history.purchases) if is_paid(one.session)])

    def session(self, request: Request) -> JSONResponse:
        """Show a session with all that is expanded of it."""
        [purchase] = [one for one in self._history.purchases if one.session["id"] == request.path_params["id"]]
        return JSONResponse({"object": "checkout.session", **as_read(purchase)})

    def refunds(self, request: Request) -> JSONResponse:
        """List the refunds of a payment."""
        return _listed(_of_payment(request, [refund for one in self._history.purchases for refund in one.refunds]))

    def disputes(self, request: Request) -> JSONResponse:
        """List the disputes of a payment."""
        return _listed(_of_payment(request, [dispute for one in self._history.purchases for dispute in one.disputes]))

    def events(self, _: Request) -> JSONResponse:
        """List every event, newest first."""
        return _listed(self._history.told[::-1])

    @property
    def _history(self) -> History:
        assert self._told is not None, "no history is shown"
        return self._told


@contextlib.contextmanager
def ledger() -> Generator[Ledger]:
    """Serve a ledger, and point the functions' settings at it."""
    made = Ledger()
    routes = [
        Route("/v1/checkout/sessions", made.sessions),
        Route("/v1/checkout/sessions/{id}", made.session),
        Route("/v1/refunds", made.refunds),
        Route("/v1/disputes", made.disputes),
        Route("/v1/events", made.events),
    ]
    with running(Starlette(routes=routes)) as port:
        os.environ |= {  # noqa: TID251 (the settings under test)
            "STRIPE_SECRET_KEY": "sk_test_proof",
            "STRIPE_API_BASE": f"http://127.0.0.1:{port}",
            "STRIPE_PRICE_ID": PRICE_ID,
        }
        settings.forget()
        yield made


def _of_payment(request: Request, items: list[Object]) -> list[Object]:
    return [item for item in items if item["payment_intent"] == request.query_params["payment_intent"]]


def _listed(items: list[Any]) -> JSONResponse:
    return JSONResponse({"object": "list", "data": items, "has_more": False})
