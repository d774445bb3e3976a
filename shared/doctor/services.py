"""The store of paid media, the guide's provider, and the site itself."""

from datetime import UTC, datetime

from shared import settings
from shared.alerts.settings import alerts, mail_account
from shared.content.presign import presign
from shared.doctor.asking import ask, is_local, place_of
from shared.doctor.project import Project, setting
from shared.doctor.records import Check, Ill, Unasked, require
from shared.environment import SettingMissing
from shared.operations.gateway import Store, StoreUnavailable

KEPT = "media/.doctor"  # written again each time; `course media` passes over it
GOOD_FOR_SECONDS = 300
CONTENT = b"python -m shared doctor wrote this to see that it may.\n"


def checks(project: Project) -> list[Check]:
    """Return what is asked of the services that have no data of members."""
    return [
        Check("The store takes and gives paid media", _store),
        Check("Pages may fetch captions from the store", lambda: _captions(project)),
        Check("The store of backups can be listed, and there is somebody to seal them to", _backups),
        Check("Somebody is told when something goes wrong", _alarms),
        Check("The guide's provider takes the key and knows the model", _guide),
        Check("The site is public and belongs to this project", lambda: _site(project)),
    ]


def _store() -> None:
    setting("MEDIA_S3_URL")
    try:
        Store(settings.media_store()).put(KEPT, CONTENT, "text/plain", "no-store")
        answer = ask(_address())
    except (StoreUnavailable, SettingMissing) as refusal:
        says = getattr(refusal, "detail", "") or str(refusal)
        raise Ill(f"{says} MEDIA_S3_URL names bucket, region and a key that may read and write media/*.") from None
    require(
        answer.status == 200 and answer.body == CONTENT,
        f"a signed address of it is answered {answer.status} {answer.code}: the key may write and not read, or the"
        " region in MEDIA_S3_URL is another one.",
    )


def _captions(project: Project) -> None:
    setting("MEDIA_S3_URL")
    if is_local(settings.media_store().endpoint) and project.local:
        return
    answer = ask(_address(), headers={"origin": project.site})
    allowed = answer.headers.get("access-control-allow-origin", "")
    require(
        allowed in {project.site, "*"},
        f"the bucket lets {allowed or 'nobody'} read from a page. Its CORS rule: GET and HEAD from {project.site}"
        " (docs/deploy.md has it whole).",
    )


def _backups() -> str:
    setting("BACKUP_S3_URL")
    setting("BACKUP_ENCRYPTION_KEY")
    try:
        kept = sum(1 for _ in Store(settings.backup_store()).keys("backups/"))
    except (StoreUnavailable, SettingMissing) as refusal:
        says = getattr(refusal, "detail", "") or str(refusal)
        raise Ill(f"{says} The bucket's key must be allowed what docs/deploy.md prints for backups.") from None
    return f"{kept} objects; `backup verify` says more"


def _alarms() -> str:
    told_by = alerts()
    if not told_by.ways:
        raise Unasked("ALERT_EMAIL, ALERT_WEBHOOK_URL and ALERT_HEARTBEAT_URL are not set: nobody hears of an outage.")
    try:
        if told_by.email:
            mail_account(told_by.email)
    except SettingMissing as problem:
        raise Ill(str(problem)) from None
    return f"by {' and '.join(told_by.ways)}; `alerts test` tries it"


def _address() -> str:
    return presign(settings.media_store(), "GET", KEPT, GOOD_FOR_SECONDS, datetime.now(UTC))


def _guide() -> str:
    try:
        guidance = settings.guidance()
    except SettingMissing as problem:
        raise Ill(str(problem)) from None
    if not guidance.api_key and not guidance.base_url:
        raise Unasked(
            "neither OPENAI_API_KEY nor OPENAI_BASE_URL is set; Netlify's AI Gateway gives functions its own."
        )
    base = guidance.base_url or "https://api.openai.com/v1"
    answer = ask(
        f"{base}/responses",
        "POST",
        document={
            "model": guidance.model,
            "input": [{"type": "message", "role": "user", "content": "Say yes."}],
            "max_output_tokens": 16,
        },
        headers={"authorization": f"Bearer {guidance.api_key or 'none'}"},
    )
    where = place_of(base)
    require(answer.status not in {401, 403}, f"{where} refuses OPENAI_API_KEY ({answer.status} {answer.code}).")
    require(
        answer.status != 404,
        f"{where} knows no model {guidance.model}, or no Responses API: compare OPENAI_MODEL and OPENAI_BASE_URL.",
    )
    require(
        answer.status != 429,
        f"{where} answers 429 {answer.code}: add credit there, or raise the project's limit.",
    )
    require(answer.status == 200, f"{where} answers {answer.status} {answer.code}.")
    return guidance.model


def _site(project: Project) -> None:
    if not project.site:
        raise Unasked("SITE_URL is not set.")
    answer = ask(f"{project.site}/config.json")
    login = answer.status == 401 or "app.netlify.com" in answer.headers.get("location", "")
    require(
        not login,
        "Netlify asks visitors to sign in, so no webhook and no hook gets through. Project configuration → General →"
        " Visibility: make it public (after the first production deploy).",
    )
    require(answer.status == 200, f"{project.site}/config.json answers {answer.status}: is it deployed?")
    told = str(answer.document.get("supabase_url", "")).rstrip("/")
    require(
        told == project.supabase,
        f"its pages sign in at {told or 'nowhere'}, and SUPABASE_URL is {project.supabase}. Set it at Netlify, deploy.",
    )
