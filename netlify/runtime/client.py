"""A client of the Lambda Runtime API: runs one Python handler, one call at a time, and can stream its answer.

`python -m netlify.runtime.client` with AWS_LAMBDA_RUNTIME_API (host:port) and _HANDLER (functions.list_modules.handler)
in the environment. The bridge and the local gateway start it so; on plain AWS Lambda it is a custom runtime's
bootstrap. A handler whose result has an iterator of bytes as its "body" is answered in streaming mode; everything
else is posted whole, as AWS's own runtime does.
"""

import fcntl
import gc
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO, cast

from netlify.runtime import lazy_modules, precompiled
from netlify.runtime.context import Context
from netlify.runtime.wire import PeerGone, Wire

if TYPE_CHECKING:
    from netlify.runtime.failures import Failure

Handler = Callable[[Any, Context], Any]

API = "/2018-06-01/runtime"
ERROR_TYPE = "Lambda-Runtime-Function-Error-Type"
ERROR_BODY = "Lambda-Runtime-Function-Error-Body"
ERROR_MEDIA_TYPE = "application/vnd.aws.lambda.error+json"
STREAM_HEADERS = {
    "Content-Type": "application/vnd.awslambda.http-integration-response",
    "Lambda-Runtime-Function-Response-Mode": "streaming",
    "Trailer": f"{ERROR_TYPE}, {ERROR_BODY}",
}
PRELUDE_END = b"\0" * 8
PRELUDE_FIELDS = ("statusCode", "headers", "cookies")
END = object()


def main() -> int:
    """Load the handler and answer calls for ever; return 1 when it cannot be loaded or the platform is gone.

    Until the first answer nothing is garbage: what was imported by then is kept out of every later collection.
    """
    gc.disable()
    environment = os.environ  # noqa: TID251 (the runtime's own few variables, not settings)
    lazy_modules.install()
    precompiled.install(environment.get("MASTERCLASS_COMPILED", ""))
    wire = Wire(environment["AWS_LAMBDA_RUNTIME_API"])
    _end_with_parent(environment.get("MASTERCLASS_PARENT_FD", ""))
    for output in (sys.stdout, sys.stderr):
        _log_by_line(output)
    try:
        handler = load(environment["_HANDLER"])
    except BaseException as error:  # noqa: BLE001 (a module may raise anything, SystemExit included)
        failure = _failure(error)
        failure.log("init", failure.message)
        headers = {ERROR_TYPE: failure.kind, "Content-Type": ERROR_MEDIA_TYPE}
        wire.request("POST", f"{API}/init/error", headers, failure.document(""))
        return 1
    try:
        going_on = answer_next(wire, handler)
        gc.freeze()
        gc.enable()
        while going_on:
            going_on = answer_next(wire, handler)
    except (OSError, PeerGone, KeyboardInterrupt):
        return 1  # the platform is gone or wants us gone: there is nobody to tell
    return 1


def load(name: str) -> Handler:
    """Import `package.module.attribute`."""
    module_name, _, attribute = name.rpartition(".")
    if not module_name:
        raise _fault("Runtime.MalformedHandlerName", f"Bad handler {name!r}: it names no module")
    if os.getcwd() not in sys.path:  # noqa: PTH109 (pathlib is not worth its import here)
        sys.path.insert(0, os.getcwd())  # noqa: PTH109
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except SyntaxError as error:
        raise _fault("Runtime.UserCodeSyntaxError", f"Syntax error in module {module_name!r}: {error}") from error
    except ImportError as error:
        raise _fault("Runtime.ImportModuleError", f"Unable to import module {module_name!r}: {error}") from error
    if not hasattr(module, attribute):
        raise _fault("Runtime.HandlerNotFound", f"Handler {attribute!r} missing on module {module_name!r}")
    return getattr(module, attribute)


def answer_next(wire: Wire, handler: Handler) -> bool:
    """Take one invocation and post its outcome; False when the platform ends this instance."""
    reply = wire.request("GET", f"{API}/invocation/next", {})
    if reply.status != 200:
        return False
    request_id = reply.headers["lambda-runtime-aws-request-id"]
    _pass_trace_on(reply.headers.get("lambda-runtime-trace-id"))
    try:
        result = handler(_event(reply.headers, reply.body), Context(reply.headers))
        if _is_streamed(result):
            stream(wire, request_id, result)
            return True
        payload, media_type = _marshal(result)
    except BaseException as error:  # noqa: BLE001 (SystemExit included: an instance outlives its handler's failures)
        _post_error(wire, request_id, error)
    else:
        wire.request("POST", f"{API}/invocation/{request_id}/response", {"Content-Type": media_type}, payload)
    finally:
        _flush_output()
    return True


def stream(wire: Wire, request_id: str, result: Mapping[str, Any]) -> None:
    """Post `result` in streaming mode while its body is made; a caller who leaves closes the body's iterator.

    What fails before the first chunk is raised; what fails after it goes out in the trailers.
    """
    body: Iterator[object] = result["body"]
    try:
        first = _bytes(next(body, b""))
        prelude = {name: result[name] for name in PRELUDE_FIELDS if name in result}
        opening = json.dumps(prelude, ensure_ascii=False).encode() + PRELUDE_END + first
        try:
            wire.open_stream(f"{API}/invocation/{request_id}/response", STREAM_HEADERS, opening)
            wire.close_stream(_send_rest(wire, request_id, body))
        except (OSError, PeerGone):
            wire.close()  # nobody listens any more
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()


def _send_rest(wire: Wire, request_id: str, body: Iterator[object]) -> list[tuple[str, str]]:
    """Send every chunk of `body`; return the trailers that say how it failed, none when it did not."""
    while True:
        try:
            chunk = next(body, END)
            if chunk is END:
                return []
            payload = _bytes(chunk)
        except BaseException as error:  # noqa: BLE001 (whatever it was: a part must not be taken for the whole)
            failure = _failure(error)
            failure.log(request_id)
            return [(ERROR_TYPE, failure.kind), (ERROR_BODY, failure.trailer(request_id))]
        wire.send_chunk(payload)


def _bytes(chunk: object) -> bytes:
    if not isinstance(chunk, bytes):
        raise _fault("Runtime.MarshalError", f"A streamed body yields bytes, not {type(chunk).__name__}")
    return chunk


def _is_streamed(result: Any) -> bool:
    return isinstance(result, dict) and hasattr(cast("dict[str, object]", result).get("body"), "__next__")


def _event(headers: Mapping[str, str], body: bytes) -> Any:
    if headers.get("content-type", "application/json") != "application/json":
        return body
    try:
        return json.loads(body)
    except ValueError as error:
        raise _fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error


def _marshal(result: Any) -> tuple[bytes, str]:
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return json.dumps(result, ensure_ascii=False).encode(), "application/json"
    except Exception as error:
        raise _fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def _post_error(wire: Wire, request_id: str, error: BaseException) -> None:
    failure = _failure(error)
    failure.log(request_id)
    headers = {ERROR_TYPE: failure.kind, "Content-Type": ERROR_MEDIA_TYPE}
    wire.request("POST", f"{API}/invocation/{request_id}/error", headers, failure.document(request_id))


def _failure(error: BaseException) -> "Failure":
    from netlify.runtime.failures import failure_of  # `traceback` is imported only where something failed

    return failure_of(error)


def _fault(kind: str, message: str) -> Exception:
    from netlify.runtime.failures import Fault

    return Fault(kind, message)


def _pass_trace_on(trace_id: str | None) -> None:
    """Tell AWS's tracing which invocation this is, the way its own runtimes do."""
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id  # noqa: TID251
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)  # noqa: TID251


def _log_by_line(output: TextIO) -> None:
    """Let every printed line out at once, and no odd character in it fail the call."""
    if isinstance(output, TextIOWrapper):
        output.reconfigure(line_buffering=True, errors="backslashreplace")


def _flush_output() -> None:
    """Let out what was printed without an end of line; give a handler that closed stdout another one."""
    try:
        sys.stdout.flush()
    except Exception:  # noqa: BLE001 (a handler may have put anything in its place)
        sys.stdout = open(1, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115


def _end_with_parent(descriptor: str) -> None:
    """Let the kernel kill this process when its parent's end of `descriptor` closes, however the parent ended."""
    if not descriptor or not hasattr(fcntl, "F_SETSIG"):  # Linux has it; elsewhere only a busy child outlives
        return
    number = int(descriptor)
    os.set_inheritable(number, False)
    fcntl.fcntl(number, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(number, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    sys.exit(main())
