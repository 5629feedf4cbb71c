"""A write that is named by its sender happens once, however often it is sent."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from lifow.base.api.authentication import caller_id
from lifow.base.api.exceptions import HEADER, InvalidInput, KeyReused
from lifow.base.models import IdempotencyKey

NAME = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
FORGOTTEN_AT_ONCE = 100
_KEY = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a body, as they were given the first time."""

    status: int
    body: Any
    is_replayed: bool = False


def key_of(request: Request) -> str | None:
    """The key that the request carries, None where it has none. Raises InvalidInput for an unfit one."""
    key = request.headers.get(NAME)
    if key is not None and not _KEY.fullmatch(key):
        message = _("Use 1 to 255 visible ASCII characters, such as a UUID.")
        raise InvalidInput({NAME: [message]}, HEADER)
    return key


def answer_once(
    *, client: str, key: str | None, request: Request, as_of: datetime, write: Callable[[], Answer]
) -> Answer:
    """The answer of `write`, or the one that it gave the first time that the client sent the key.

    The key and what `write` wrote are one transaction: of several at once one writes, the others wait for
    it and repeat its answer. An error leaves neither, so that the key can be sent again. Without a key it
    writes each time. A key is remembered for a day. Raises KeyReused where it came with another request.
    """
    with transaction.atomic():
        if key is None:
            return write()
        # First of all: this waits for whoever deletes the same row, and nobody waits for us meanwhile.
        IdempotencyKey.objects.forgotten(as_of).filter(client=client, key=key).delete()
        forget_old_keys(as_of)
        digest = digest_of(request)
        row, is_new = IdempotencyKey.objects.get_or_create(
            client=client, key=key, defaults={"request_digest": digest}
        )
        if is_new:
            answer = write()
            # As text: PostgreSQL would sort the fields of an object.
            row.status, row.body = answer.status, json.dumps(answer.body)
            row.save(update_fields=["status", "body"])
            return answer
    if row.request_digest != digest or row.status is None or row.body is None:
        raise KeyReused
    return Answer(row.status, json.loads(row.body), is_replayed=True)


def create_once(
    request: Request, *, write: Callable[[], dict[str, Any]], place: Callable[[Any], str]
) -> Response:
    """The answer to a POST that adds something: what `write` gives, once for its key, and where it is.

    `place` says from the body at which address what was added is read; see `answer_once`.
    """
    answer = answer_once(
        client=caller_id(request),
        key=key_of(request),
        request=request,
        as_of=timezone.now(),
        write=lambda: Answer(201, write()),
    )
    headers = {"Location": place(answer.body)} | ({REPLAYED: "true"} if answer.is_replayed else {})
    return Response(answer.body, status=answer.status, headers=headers)


def act_once(request: Request, *, write: Callable[[], dict[str, Any]]) -> Response:
    """The answer to a POST that changes something that is there: what `write` gives, once for its key."""
    answer = answer_once(
        client=caller_id(request),
        key=key_of(request),
        request=request,
        as_of=timezone.now(),
        write=lambda: Answer(200, write()),
    )
    headers = {REPLAYED: "true"} if answer.is_replayed else {}
    return Response(answer.body, status=answer.status, headers=headers)


def forget_old_keys(as_of: datetime) -> None:
    """Delete some of the keys that are remembered no longer; those that another request deletes are left."""
    old = IdempotencyKey.objects.forgotten(as_of).select_for_update(skip_locked=True)
    IdempotencyKey.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])).delete()


def digest_of(request: Request) -> str:
    """The same for requests with the same address and the same JSON, in whatever order and spacing."""
    told = [request.method, request.path.rstrip("/"), request.data]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
