"""A prepared query gives what its queryset gives, for any values, and is built once."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from assessments.models import Evidence, EvidenceWithdrawal, Skill
from lifow.base.database.columns import among
from lifow.base.database.prepared import PreparedQueryError, prepared
from lifow.people.models import Person
from tests.company import NOON, observe, person, skill

pytestmark = pytest.mark.django_db


def of_person(
    rated: Person, since: datetime, until: date, skills: list[int], most: int
) -> QuerySet[Evidence]:
    """With a join, a subquery, an OR, and each kind of value, one of them twice."""
    newer = Evidence.objects.filter(
        person=rated, skill=OuterRef("skill"), observed_at__gt=OuterRef("observed_at")
    )
    shown = Q(observed_at__gte=since) | Q(valid_until__lte=until)
    found = Evidence.objects.filter(shown, person=rated, skill__in=among(skills), level__lte=most)
    return found.annotate(is_old=Exists(newer)).select_related("skill__framework", "rater").order_by("pk")


ready = prepared(of_person)


def told(rows: Any) -> list[tuple[Any, ...]]:
    return [(one.pk, one.is_old, one.skill.name, one.skill.framework.name, one.rater) for one in rows]


def test_it_finds_what_the_queryset_finds():
    mateo = person("Mateo Ruiz")
    people = [person(manager=mateo), person("Priya Nair", manager=mateo), mateo]
    skills = [skill(f"Skill {number}") for number in range(3)]
    for place, (rated, one) in enumerate(product(people[:2], skills)):
        observe(rated, one, place % 5 + 1, observed_at=NOON - timedelta(days=place))
        observe(rated, one, 2, source="manager", rater=people[2], valid_until=date(2026, 4, 1 + place))
    asked = product(
        people,
        [NOON - timedelta(days=days) for days in (0, 2, 9)],
        [date(2026, 3, 1), date(2026, 4, 3), date(2026, 5, 1)],
        [[], [skills[0].pk], [one.pk for one in skills]],
        [0, 2, 5],
    )
    found = [(told(ready(*values)), told(of_person(*values))) for values in asked]
    assert all(ours == theirs for ours, theirs in found)
    assert max(len(ours) for ours, _theirs in found) == 6


def test_it_is_built_once(django_assert_num_queries):
    built = []

    @prepared
    def _named(one: Person) -> QuerySet[Person]:
        built.append(one)
        return Person.objects.filter(pk=one.pk)

    abena, priya = person(), person("Priya Nair")
    with django_assert_num_queries(3):
        assert [_named(abena), _named(priya), _named(one=abena)] == [[abena], [priya], [abena]]
    assert len(built) == 1


def test_a_text_is_a_value_too():
    @prepared
    def _called(name: str) -> QuerySet[Person]:
        return Person.objects.filter(given_name=name)

    abena = person()
    assert (_called("Abena"), _called("%s' --")) == ([abena], [])


def test_values_and_columns_come_as_the_queryset_gives_them():
    @prepared
    def _counts(least: int) -> QuerySet[Any, tuple[Any, ...]]:
        return Skill.objects.filter(pk__gte=least).values_list("name", Count("evidence")).order_by("name")

    observe(person(), skill("Empathy"), 2)
    skill("SQL")
    assert _counts(0) == [("Empathy", 1), ("SQL", 0)]


def test_a_small_column_is_asked_for_a_number():
    @prepared
    def numbered(number: int) -> QuerySet[EvidenceWithdrawal]:
        return EvidenceWithdrawal.objects.filter(number=number)

    piece = observe(person(), skill(), 3)
    row = EvidenceWithdrawal.objects.create(evidence=piece, number=1, reason="Of another.", said_at=NOON)
    assert (numbered(1), numbered(2)) == ([row], [])


def test_nothing_is_among_no_ids():
    @prepared
    def _named(ids: list[int]) -> QuerySet[Person]:
        return Person.objects.filter(pk__in=among(ids))

    abena = person()
    assert (_named([]), _named([abena.pk, abena.pk])) == ([], [abena])


def _looked_at(one: Person) -> QuerySet[Person]:
    return Person.objects.filter(pk=one.pk) if one.email else Person.objects.all()


def _in_the_text(most: int) -> QuerySet[Person]:
    return Person.objects.filter(pk__gt=0)[:most]


def _share(least: float) -> QuerySet[Person]:
    return Person.objects.filter(pk__gte=least)


@pytest.mark.parametrize(
    ("build", "value", "said"),
    [
        (
            _looked_at,
            Person(pk=1, email="a@larkfield.example"),
            "_looked_at: one is no parameter of the query.",
        ),
        (_in_the_text, 5, "_in_the_text: most is no parameter of the query."),
        (_share, 0.5, "_share: least is no model, int, str, list[int], date or datetime."),
    ],
    ids=["a value decides the query", "a limit", "a fraction"],
)
def test_what_cannot_be_prepared_is_refused(build, value, said):
    with pytest.raises(PreparedQueryError) as refused:
        prepared(build)(value)
    assert str(refused.value) == said
