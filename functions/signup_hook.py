"""POST signup-hook: Supabase Auth asks whether somebody may sign up."""

import time

from shared import settings
from shared.accounts.records import BeforeUserCreated
from shared.accounts.vet_signup import vet_signup
from shared.accounts.webhook_signature import require_signature
from shared.routes import POST
from shared.web import Request, Response, function, json_response


def answer_hook(request: Request) -> Response:
    """Answer the signed call with `{}`, or with an error to show; always 200, as Supabase Auth expects."""
    require_signature(request.headers, request.body, settings.accounts().hook_secrets, time.time())
    return json_response(vet_signup(request.body_as(BeforeUserCreated)))


handler = function([POST("/", answer_hook, who="signed", max_body_bytes=256 * 1024)])
