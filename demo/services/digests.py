"""People of the demo company who want the digest of the week, and the one of this week."""

from datetime import datetime, timedelta

from channels.digest.choices import WEEK_DIGEST
from channels.digest.reports import due_from, monday_of, weekdays_of
from channels.digest.services import choose_digest, tell_digest
from demo.company_files import Company
from demo.services.roster import people_of
from lifow.notifications.models import KindPreference
from lifow.notifications.reports import working_weeks
from lifow.people.persons.models import Person


def load_digest_choices(company: Company, as_of: datetime) -> int:
    """Have some choose the digest; how many. Whoever has a choice of digests made after that keeps it."""
    if KindPreference.objects.filter(kind=WEEK_DIGEST).exists():
        return 0
    people = people_of(company)
    chosen = company.told["digests"]["people"]
    for employee in chosen:
        choose_digest(person=people[employee], is_on=True, weekday=None, as_of=as_of)
    return len(chosen)


def tell_digests(*, as_of: datetime) -> int:
    """Tell the digests of this week that were due by now, each at the moment at which it was; how many."""
    wanted = KindPreference.objects.filter(kind=WEEK_DIGEST, is_on=True).values("person")
    people = list(Person.objects.filter(pk__in=wanted).order_by("pk"))
    weeks = working_weeks(people, as_of.date() - timedelta(days=7))
    weekdays, told = weekdays_of([person.pk for person in people]), 0
    for person in people:
        week = weeks[person.pk]
        due = due_from(week, monday_of(week, as_of), weekdays.get(person.pk))
        if due is not None and due <= as_of:
            told += tell_digest(person_id=person.pk, as_of=due)
    return told
