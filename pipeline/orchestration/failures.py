"""A failed step in one line.

Belongs here: what of an error a person is told. Does not belong here: who is told (``run``, ``sensors``).
"""

from __future__ import annotations

import re

import dagster as dg

# Our own errors say what is wrong and what to do; their names help nobody.
_OWN_ERROR = re.compile(r"^pipeline(?:\.\w+)+: ")

# Errors about a list that a person keeps: a line per mistake, which names the file.
_LISTS = frozenset({"InvalidAliases", "InvalidEntries", "WrongEntries"})


def describe_failure(event: dg.DagsterEvent) -> str | None:
    """The step that failed and why: the last error of our own that it came from, else the one at the bottom; ``None`` for an
    event that is no failure."""
    if not event.is_step_failure or not event.step_failure_data.error:
        return None
    chain = [event.step_failure_data.error]
    while chain[-1].cause:
        chain.append(chain[-1].cause)
    own = [error for error in chain if _OWN_ERROR.match(error.message)]
    error = (own or chain)[-1]
    if error.cls_name in _LISTS:
        return error.message.partition(": ")[2].rstrip()
    return f"{event.step_key}: {_OWN_ERROR.sub('', ' '.join(error.message.split()))}"


def was_interrupted(event: dg.DagsterEvent) -> bool:
    """Whether an event tells that somebody pressed Ctrl-C."""
    if not event.is_step_failure or event.step_failure_data.error is None:
        return False
    return event.step_failure_data.error.cls_name == dg.DagsterExecutionInterruptedError.__name__
