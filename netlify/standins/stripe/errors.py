"""Stripe's way to refuse: a status and an `error` object (docs.stripe.com/api/errors)."""

from typing import Any


class StripeError(Exception):
    """A refusal that the client sees as Stripe's own."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        parameter: str | None = None,
    ):
        super().__init__(message)
        self.status = status
        self._members = {"code": code, "message": message, "param": parameter, "type": kind}

    def body(self, request_id: str) -> dict[str, Any]:
        """Return the response's JSON."""
        members = {name: value for name, value in self._members.items() if value is not None}
        if code := members.get("code"):
            members["doc_url"] = f"https://stripe.com/docs/error-codes/{str(code).replace('_', '-')}"
        return {"error": {**members, "request_log_url": f"https://dashboard.stripe.com/test/logs/{request_id}"}}


def missing_object(kind: str, identifier: str, parameter: str = "id") -> StripeError:
    """Return Stripe's refusal of an id that names nothing: 404 for what a call is about, 400 for what it mentions."""
    status = 404 if parameter in {"id", "charge", "payment_intent"} else 400
    return StripeError(f"No such {kind}: '{identifier}'", status=status, code="resource_missing", parameter=parameter)


def not_done(what: str) -> StripeError:
    """Return this stand-in's own 501 for what Stripe does and it does not."""
    return StripeError(f"This stand-in does not know {what}; Stripe does.", status=501, kind="api_error")


def missing_parameter(name: str) -> StripeError:
    """Return Stripe's 400 for a required parameter that was not sent."""
    return StripeError(f"Missing required param: {name}.", code="parameter_missing", parameter=name)


def unknown_parameter(name: str) -> StripeError:
    """Return Stripe's 400 for a parameter that the endpoint does not know."""
    return StripeError(f"Received unknown parameter: {name}", code="parameter_unknown", parameter=name)


def invalid_integer(name: str, value: str) -> StripeError:
    """Return Stripe's 400 for what should have been a whole number."""
    return StripeError(f"Invalid integer: {value}", code="parameter_invalid_integer", parameter=name)


def empty_parameter(name: str) -> StripeError:
    """Return Stripe's 400 for an empty text where there has to be one."""
    return StripeError(
        f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter;"
        f" however '{name}' cannot be unset.",
        code="parameter_invalid_empty",
        parameter=name,
    )


def invalid(what: str, name: str, code: str | None = None) -> StripeError:
    """Return Stripe's 400 for a value that is not `what` it should be."""
    return StripeError(f"Invalid {what}", code=code, parameter=name)


def unusable_key(message: str) -> StripeError:
    """Return Stripe's 401."""
    return StripeError(message, status=401)
