"""What comes back to the people of the demo company, and what they have answered to it these days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from assessments.testing.sittings.models import Sitting, SittingItem
from content.refreshers.models import RefresherCard
from content.refreshers.services import (
    RefreshersError,
    answer_refresher,
    begin_refreshers,
    count_retention,
    learn_from_answers,
    learn_from_modules,
)
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.item_files import WrittenItem
from demo.pretest import answered
from demo.services.roster import people_of
from demo.services.sittings import given
from lifow.people.persons.models import Person

WORKDAYS = 4
LEARNED_WITHIN = timedelta(days=30)
LEARNED_BETTER = 0.6
"""Share of the questions answered wrong before that are answered right when they come back."""
MORNING, NOON = 9 * 60 + 30, 12 * 60
SECONDS = 35
KNOWS_ALL = 99.0
"""A level from which nothing is too hard."""


def load_refreshers(company: Company, as_of: datetime) -> int:
    """Have what was learned come back, and be answered on the last workdays; how many questions come back.

    What is due today is left, to be tried. Questions of modules come back from today on.
    """
    if RefresherCard.objects.exists():
        return 0
    learn_from_answers(since=as_of - LEARNED_WITHIN)
    people, items = people_of(company), {one.key: one for file in company.items for one in file.items}
    learned = set(RefresherCard.objects.values_list("person", flat=True))
    for days_ago in range(WORKDAYS, 0, -1):
        for employee, person in sorted(people.items()):
            if person.pk in learned:
                draw = Random(f"{company.seed}/{employee}/{days_ago}/refreshers")  # noqa: S311 (no secret)
                at = _morning_of(person, workday_before(company.today, days_ago), draw)
                _answer(person, items, company, at=at, draw=draw)
    learn_from_modules(since=as_of - LEARNED_WITHIN)
    count_retention(as_of=as_of)
    return RefresherCard.objects.count()


def _morning_of(person: Person, day: date, draw: Random) -> datetime:
    return local_moment(day, draw.randrange(MORNING, NOON), person.timezone)


def _answer(
    person: Person, items: Mapping[str, WrittenItem], company: Company, *, at: datetime, draw: Random
) -> None:
    """Answer what comes back on one workday, if anything does: what somebody knew they know."""
    try:
        sitting = begin_refreshers(person=person, as_of=at)
    except RefreshersError:
        return
    while (asked := _waiting(sitting)) is not None:
        at += timedelta(seconds=SECONDS)
        knows = _knew(person, asked) or draw.random() < LEARNED_BETTER
        said = answered(items[asked.version.item.external_id], KNOWS_ALL, company, draw)
        answer_refresher(
            sitting=sitting,
            number=asked.number,
            given=given(asked.version, asked.seed, said.answer) if knows else {},
            confidence=draw.choice(("sure", "think_so", "think_so")) if knows else "guess",
            as_of=at,
        )


def _waiting(sitting: Sitting) -> SittingItem | None:
    rows = SittingItem.objects.filter(sitting=sitting, shown_at__isnull=False, answered_at__isnull=True)
    return rows.select_related("version__item").first()


def _knew(person: Person, asked: SittingItem) -> bool:
    """Whether they answered it right before."""
    return (
        RefresherCard.objects.for_person(person)
        .filter(item=asked.item_id, state=RefresherCard.State.KNOWN)
        .exists()
    )
