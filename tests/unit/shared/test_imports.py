"""What a function imports before its first call: a cold start pays for each module, so each promise names names."""

import subprocess
import sys

import pytest

from tests.support import functions

SDKS = ("stripe", "openai", "boto3", "botocore", "httpx", "requests", "fastapi", "starlette")
# These take a body in every call; every other function leaves pydantic to the call that brings a body.
TAKE_A_BODY = {"answer-case", "ask-ai", "signup-hook", "submit-quiz"}
# The roots of everything that a function may import, from outside and of ours.
FOREIGN = {"mangum", "psycopg", "psycopg_binary", "typing_extensions"}
PYDANTIC = {"annotated_types", "pydantic", "pydantic_core", "typing_inspection"}
OUTSIDE_CPYTHON = FOREIGN | PYDANTIC | {"jwt", "cryptography", *SDKS}


def imported_by(module: str) -> set[str]:
    """Return the modules that importing `module` brings into a fresh Python."""
    code = f"import sys, {module}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


@pytest.fixture(scope="module", params=functions.names())
def function(request: pytest.FixtureRequest) -> tuple[str, set[str]]:
    """Each function with what it imports."""
    name: str = request.param
    return name, imported_by("functions." + name.replace("-", "_"))


def test_no_function_imports_an_sdk_before_it_calls_it(function: tuple[str, set[str]]) -> None:
    """Stripe, OpenAI, boto3 and the HTTP clients below them wait for the call that needs them."""
    name, modules = function
    assert {module for module in modules if module.split(".", 1)[0] in SDKS} == set(), name


def test_only_functions_that_take_a_body_import_pydantic(function: tuple[str, set[str]]) -> None:
    """Pydantic costs more than everything else of ours together: reads do without."""
    name, modules = function
    assert name in TAKE_A_BODY or "pydantic" not in modules


def test_a_function_imports_from_outside_only_what_is_listed(function: tuple[str, set[str]]) -> None:
    """Mangum and psycopg for all, pydantic where a body comes in; what verifies tokens comes with the first token."""
    name, modules = function
    roots = {module.split(".", 1)[0] for module in modules}
    allowed = FOREIGN | PYDANTIC if name in TAKE_A_BODY else FOREIGN
    assert (roots & OUTSIDE_CPYTHON) - allowed == set()


def test_a_function_imports_no_other_function(function: tuple[str, set[str]]) -> None:
    """One function imports one closure."""
    name, modules = function
    others = {module for module in modules if module.startswith("functions.")}
    assert others == {"functions." + name.replace("-", "_")}


def test_list_modules_imports_two_domains() -> None:
    """The catalogue needs content, and entitlement's refusals; nothing of payments, quizzes or accounts."""
    ours = {module.split(".")[1] for module in imported_by("functions.list_modules") if module.startswith("shared.")}
    domains = {
        "accounts",
        "cases",
        "certificates",
        "guidance",
        "operations",
        "payments",
        "privacy",
        "progress",
        "quizzes",
    }
    assert ours & domains == set()
    assert not {"platform", "uuid", "jwt"} & imported_by("functions.list_modules")
