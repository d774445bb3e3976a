"""Mail to the owner and the operator, through Amazon's SES by boto3. Members' mail is Supabase Auth's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.problems import Unavailable
from shared.settings import StoreSettings

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

CONNECT_SECONDS = 3
READ_SECONDS = 6


class MailUnavailable(Unavailable):
    """The mail was not taken."""


def send_mail(account: StoreSettings | None, sender: str, recipients: Sequence[str], subject: str, text: str) -> None:
    """Send `text` by `account` (the key and endpoint of SES; None: what boto3 finds by itself).

    Raises MailUnavailable with SES' own code, never a key.
    """
    import boto3
    from botocore.client import Config
    from botocore.exceptions import BotoCoreError, ClientError

    limits = Config(connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries={"total_max_attempts": 2})
    try:
        client: SESV2Client = boto3.client(  # pyright: ignore[reportUnknownMemberType] (hundreds of overloads)
            "sesv2",
            config=limits,
            endpoint_url=account.endpoint if account else None,
            region_name=account.region if account else boto3.Session().region_name or "us-east-1",
            aws_access_key_id=account.access_key_id if account else None,
            aws_secret_access_key=account.secret_access_key if account else None,
        )
        client.send_email(
            FromEmailAddress=sender,
            Destination={"ToAddresses": list(recipients)},
            Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}},
        )
    except ClientError as refusal:
        raise MailUnavailable(f"SES answers {refusal.response.get('Error', {}).get('Code', '')}.") from None
    except (BotoCoreError, ValueError, OSError) as failure:
        raise MailUnavailable(f"SES cannot be used: {type(failure).__name__}.") from None
