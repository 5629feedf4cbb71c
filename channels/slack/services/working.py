"""Carrying out what Slack asked for: once, safe under any number of workers, killed at any moment.

An attempt is counted in a transaction of its own before it begins, and the row is left alone meanwhile. What
is written for people has the row's key as its idempotency key, so that a second attempt writes nothing more.
No transaction is open while Slack is called.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from channels.slack.calls import RateLimitedError, RevokedError, SlackAwayError, SlackError
from channels.slack.choices import LEASE, MOST_ATTEMPTS, RETRY_AFTER
from channels.slack.models import SlackWork
from channels.slack.reports import installation
from channels.slack.services.installing import end_installation
from channels.usage.choices import Outcome
from channels.usage.services import count_use
from lifow.base.channels import Channel
from lifow.base.outages import NOT_ENDED, is_outage, reason_of, written_patiently

Handler = Callable[[SlackWork, datetime], None]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did: how many were carried out, and how many have to be tried again or were set aside."""

    carried_out: int = 0
    failed: int = 0


def carry_out_due(*, handlers: Mapping[str, Handler], as_of: datetime, limit: int) -> Done:
    """Carry out at most `limit` of what is due, the oldest first.

    What Slack has no time for waits as long as Slack says, and counts as no attempt. What fails is tried
    again after a while, five times in all, and then set aside with the reason. A token that is withdrawn ends
    the installation.
    """
    due = SlackWork.objects.due(as_of).order_by("not_before", "pk").values_list("pk", flat=True)[:limit]
    began = monotonic()

    def now() -> datetime:
        # A call may take seconds: leases and rests are counted from the present, not from the first row.
        return as_of + timedelta(seconds=monotonic() - began)

    outcomes = Counter(_carry_out(pk, handlers, now) for pk in list(due))
    return Done(carried_out=outcomes[True], failed=outcomes[False])


def _carry_out(pk: int, handlers: Mapping[str, Handler], now: Callable[[], datetime]) -> bool | None:
    """Whether it was carried out; None where it is another worker's, or was set aside."""
    work, found = _begin(pk, now()), installation()
    if work is None:
        return None
    try:
        handlers[work.kind](work, now())
    except RateLimitedError as error:
        _wait(work, now() + timedelta(seconds=error.seconds), str(error))
        return False
    except RevokedError as error:
        end_installation(reason=error.code, as_of=now(), only=found.pk if found else None)
        return False
    except SlackAwayError as error:
        _fail(work, str(error) or "away", now())
        return False
    except SlackError as error:
        log.warning("slack_refused", work=work.pk, kind=work.kind, error=str(error))
        _set_aside(work, str(error), now())
        return False
    except Exception as error:
        if is_outage(error):
            reason = reason_of(error)
            written_patiently(lambda: _wait(work, now() + RETRY_AFTER[0], reason))
        else:
            log.exception("slack_work_failed", work=work.pk, kind=work.kind)
            _fail(work, reason_of(error), now())
        return False
    written_patiently(lambda: _mine(work).update(done_at=now(), last_error="", payload={}))
    return True


def _begin(pk: int, as_of: datetime) -> SlackWork | None:
    """The row with this attempt counted and committed; None where it is not to be tried now."""
    with transaction.atomic():
        work = SlackWork.objects.due(as_of).filter(pk=pk).select_for_update(skip_locked=True).first()
        if work is None:
            return None
        if work.attempts >= MOST_ATTEMPTS:
            _set_aside(work, work.last_error or NOT_ENDED, as_of)
            return None
        work.attempts += 1
        work.not_before, work.last_error = as_of + LEASE, NOT_ENDED
        work.save(update_fields=["attempts", "not_before", "last_error"])
    return work


def _mine(work: SlackWork) -> QuerySet[SlackWork]:
    mine: QuerySet[SlackWork] = SlackWork.objects.waiting().filter(pk=work.pk)
    return mine


def _wait(work: SlackWork, until: datetime, reason: str) -> None:
    """Leave it until then; the attempt counts as none."""
    attempts = Greatest(F("attempts") - 1, 0)
    _mine(work).update(not_before=until, attempts=attempts, last_error=reason)


def _fail(work: SlackWork, reason: str, as_of: datetime) -> None:
    if work.attempts >= MOST_ATTEMPTS:
        _set_aside(work, reason, as_of)
        return
    _mine(work).update(not_before=as_of + RETRY_AFTER[work.attempts - 1], last_error=reason)


def _set_aside(work: SlackWork, reason: str, as_of: datetime) -> None:
    if _mine(work).update(set_aside_at=as_of, last_error=reason, payload={}):
        count_use(channel=Channel.CHAT, outcome=Outcome.FAILED, as_of=as_of)
