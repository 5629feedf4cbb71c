"""Reminding the two of a session: a row each, due where the workday before it starts."""

from datetime import datetime

from django.db import transaction

from lifow.base.days import DAY
from lifow.notifications.reports import WorkingWeek, next_working_moment, working_weeks
from mentoring.choices import HOLDING
from mentoring.sessions.choices import SessionState, Side
from mentoring.sessions.models import Session, SessionReminder
from mentoring.sessions.notifications import remind

AT_ONCE = 200
LOOK_BACK_DAYS = 7


def plan_reminders(session: Session, as_of: datetime) -> None:
    """Write when each of the two is reminded of a booked session; nobody of one that begins before that."""
    session.reminders.all().delete()
    two = {Side.MENTEE: session.pairing.mentee, Side.MENTOR: session.pairing.mentor}
    weeks = working_weeks(two.values(), as_of.date() - DAY)
    due = {side: workday_before(weeks[one.pk], session.starts_at) for side, one in two.items()}
    SessionReminder.objects.bulk_create(
        SessionReminder(session=session, side=side, due_at=at)
        for side, at in due.items()
        if at is not None and at > as_of
    )


def remind_due(*, as_of: datetime) -> int:
    """Remind everybody who is due; how many. The row goes with the message, in one transaction."""
    with transaction.atomic():
        due = SessionReminder.objects.filter(due_at__lte=as_of).select_for_update(
            skip_locked=True, of=("self",)
        )
        rows = list(
            due.select_related("session__pairing__mentee", "session__pairing__mentor").order_by("pk")[
                :AT_ONCE
            ]
        )
        for row in rows:
            session = row.session
            if session.state == SessionState.BOOKED and session.pairing.state in HOLDING:
                remind(session, Side(row.side), as_of=as_of)
        SessionReminder.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def workday_before(week: WorkingWeek, moment: datetime | None) -> datetime | None:
    """Where the last workday before the day of a moment starts; None where there was none for a week."""
    if moment is None:
        return None
    day = week.local_day(moment)
    for number in range(1, LOOK_BACK_DAYS + 1):
        before = day - number * DAY
        if week.works_on(before):
            return next_working_moment(week, week.begins(before))
    return None
