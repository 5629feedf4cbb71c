"""Whether somebody may take a test now; if not, why and from when on. It is told before they begin."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.testing.sittings.models import Sitting, TestForm
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a test may be begun: `attempt` is which it would be, `code` and `words` why not, where not.

    attempts_left  None where there is no limit
    from_on        when the next attempt is possible, where that is later
    open_sitting   the one that is open: it goes on
    """

    may_start: bool
    attempt: int
    attempts_left: int | None = None
    from_on: datetime | None = None
    open_sitting: Sitting | None = None
    code: str = ""
    words: str = ""


def availability_of(person: Person, form: TestForm, as_of: datetime) -> Availability:
    """Whether a person may begin a test at a moment; one query."""
    return availabilities_of(person, [form], as_of)[form.pk]


def availabilities_of(person: Person, forms: Sequence[TestForm], as_of: datetime) -> dict[int, Availability]:
    """Whether a person may begin each of these tests at a moment, by its id; one query."""
    before = defaultdict(list)
    for one in Sitting.objects.for_person(person).filter(form__in=forms).order_by("started_at", "pk"):
        before[one.form_id].append(one)
    return {form.pk: _availability(form, before[form.pk], as_of) for form in forms}


def _availability(form: TestForm, before: list[Sitting], as_of: datetime) -> Availability:
    """Whether somebody who sat a test before, these times, may begin it."""
    taken = len(before)
    attempt = max((one.attempt for one in before), default=0) + 1
    left = None if form.most_attempts is None else max(0, form.most_attempts - taken)
    is_open = next((one for one in before if one.is_open and one.deadline_at > as_of), None)
    if is_open is not None:
        return Availability(True, is_open.attempt, left, open_sitting=is_open)
    if left == 0:
        words = ngettext(
            "You have had your %(count)s attempt.", "You have had your %(count)s attempts.", taken
        )
        return Availability(False, attempt, left, code="no_attempts", words=words % {"count": taken})
    from_on = _from_on(before, form)
    if from_on is not None and from_on > as_of:
        day = date_format(timezone.localtime(from_on), "j F Y")
        words = _("You can try again from %(day)s on.") % {"day": day}
        return Availability(False, attempt, left, from_on, code="too_soon", words=words)
    return Availability(True, attempt, left)


def _from_on(before: list[Sitting], form: TestForm) -> datetime | None:
    ends = [one.finished_at or one.deadline_at for one in before]
    return max(ends) + timedelta(days=form.cool_down_days) if ends else None
