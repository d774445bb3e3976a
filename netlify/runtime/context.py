"""The context object of one invocation, with the attributes of AWS's own Python runtime."""

import json
import os
import sys
import time
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any


class Context:
    """What a Lambda handler is told about its invocation and its function."""

    def __init__(self, headers: Mapping[str, str]):
        """Read the reply headers of `/invocation/next` (lower-case names) and the function's environment."""
        environment = os.environ  # noqa: TID251 (the platform's own variables, not settings)
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.client_context = _client_context(headers.get("lambda-runtime-client-context"))
        self.identity = _identity(headers.get("lambda-runtime-cognito-identity"))
        self._deadline_ms = int(headers.get("lambda-runtime-deadline-ms", "0"))

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds left before the platform ends this invocation, at least 0."""
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message: object) -> None:
        """Write `message` to the function's log."""
        sys.stdout.write(str(message))


def _client_context(header: str | None) -> SimpleNamespace | None:
    if not header:
        return None
    given: dict[str, Any] = json.loads(header)
    client = given.get("client")
    return SimpleNamespace(
        custom=given.get("custom"), env=given.get("env"), client=SimpleNamespace(**client) if client else None
    )


def _identity(header: str | None) -> SimpleNamespace:
    given: dict[str, Any] = json.loads(header) if header else {}
    return SimpleNamespace(
        cognito_identity_id=given.get("cognitoIdentityId"), cognito_identity_pool_id=given.get("cognitoIdentityPoolId")
    )
