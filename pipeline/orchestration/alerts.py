"""Telling people outside Dagster that a run failed.

Belongs here: posting a sentence to the webhook of ``YOSAN_WEBHOOK``, in the form that Slack, Mattermost, Rocket.Chat and Google Chat take.
Does not belong here: what is said (``sensors``).

A webhook's address is its password: it stands in no message and no log.
"""

from __future__ import annotations

import logging

import httpx

from pipeline.settings import Settings

PATIENCE_SECONDS = 10.0
ATTEMPTS_TO_CONNECT = 3
LOOK = "look at YOSAN_WEBHOOK"

# At INFO it logs every address whole.
logging.getLogger("httpx").setLevel(logging.WARNING)


class Unsent(Exception):
    """What could not be told; the message says why, without the address."""


def send_alert(text: str) -> bool:
    """Post a sentence to the webhook; false where none is set. ``Unsent`` where it does not take it."""
    webhook = Settings().webhook
    if webhook is None or not (address := webhook.get_secret_value().strip()):
        return False
    transport = httpx.HTTPTransport(retries=ATTEMPTS_TO_CONNECT - 1)
    try:
        with httpx.Client(transport=transport, timeout=PATIENCE_SECONDS) as client:
            answer = client.post(address, json={"text": text})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # The error itself holds the request and with it the address.
        raise Unsent(f"the webhook cannot be reached ({type(error).__name__}): {LOOK}") from None
    if not answer.is_success:
        raise Unsent(f"the webhook answers {answer.status_code} {answer.reason_phrase}: {LOOK}")
    return True
