"""Mangum between Lambda's events and our ASGI apps, without what a call of ours does not need."""

import asyncio
from collections.abc import Callable
from typing import Any

from mangum import Mangum
from mangum.handlers.api_gateway import HTTPGateway

from shared import settings

TEXT_TYPES = ["text/", "application/json", "application/problem+json", "application/health+json"]


class _Gateway(HTTPGateway):
    """API Gateway's 2.0 events, which are all we get: recognized first, and their scope made once."""

    @classmethod
    def infer(cls, event: dict[str, Any], context: Any, config: Any) -> bool:  # noqa: ARG003 (Mangum gives it)
        """Whether this is one; Mangum asks its own handlers of other events after this."""
        return event.get("version") == "2.0"

    @property
    def scope(self) -> Any:
        """The ASGI scope, which Mangum asks for twice a call."""
        if self._scope is None:
            self._scope = super().scope
        return self._scope

    _scope: Any = None


class _NoLoop(asyncio.AbstractEventLoop):
    """All the event loop that Mangum needs of us: an endpoint awaits nothing that is not there already.

    A loop of asyncio's own costs more than everything else of ours in a call.
    """

    def create_task(self, coro: Any, **_: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] (no task: what is awaited at once needs none)
        """Return the coroutine itself."""
        return coro

    def run_until_complete(self, future: Any) -> Any:
        """Run the coroutine to its end."""
        try:
            future.send(None)
        except StopIteration as end:
            return end.value
        future.close()
        raise RuntimeError("an endpoint awaited something, and there is no event loop to wait in")


_LOOP = _NoLoop()


def adapt(application: object) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """Return what answers Lambda's events by an ASGI application that awaits nothing, in whichever thread."""
    asyncio.set_event_loop(_LOOP)  # Mangum makes one of asyncio's where there is none
    mangum: Any = Mangum
    adapter = mangum(application, lifespan="off", text_mime_types=TEXT_TYPES, custom_handlers=[_Gateway])

    def answer(event: dict[str, Any], context: object) -> dict[str, Any]:
        asyncio.set_event_loop(_LOOP)  # this thread's, where Mangum looks
        came = getattr(context, "client_context", None)
        if came is not None and came.env:
            settings.take_up(came.env)
        return adapter(event, context)

    return answer
