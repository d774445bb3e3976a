"""boto3's client for a store on loopback."""

from typing import Any

import boto3
from botocore.client import Config


def client(endpoint: str, access_key_id: str, secret_access_key: str) -> Any:
    """Return a client that signs as every region but the oldest asks for, and asks once."""
    return boto3.client(  # pyright: ignore[reportUnknownMemberType] (hundreds of overloads, most of unknown types)
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=access_key_id,
        aws_secret_access_key=secret_access_key,
        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4", retries={"total_max_attempts": 1}),
    )
