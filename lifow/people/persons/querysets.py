"""Adjectives of people, their employments and org units."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.db import connections, models
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Lower

from lifow.base.database.columns import among
from lifow.base.days import in_force, lasting
from lifow.base.search import SearchQuerySet
from lifow.people.persons.choices import AWAY, STAYING, WORKING, EmploymentStatus

LONGEST_LINE = 1_000
LARGEST_TREE = 1_000
# Who has left reports to nobody. So says the SQL here, and `EmploymentQuerySet.reporting()`.
REPORTS = f"ends_on IS NULL AND manager_id IS NOT NULL AND status <> '{EmploymentStatus.TERMINATED.value}'"
# Each names the table's rows beyond a start; UNION (not UNION ALL) ends a walk that meets itself.
# PostgreSQL takes each line for thousands of people, and would read all people to look up a few: it is given
# a condition that is always true, and that it takes for a rare one.
REPORTING_LINE = f"""
    WITH RECURSIVE line (person_id) AS (
        SELECT person_id FROM people_employment WHERE manager_id = %s AND {REPORTS}
        UNION
        SELECT below.person_id FROM people_employment AS below
        JOIN line ON below.manager_id = line.person_id WHERE {REPORTS}
    ) SELECT person_id FROM line WHERE person_id + 0 = person_id
"""  # noqa: S608 (constants)
LINE_ABOVE = f"""(
    WITH RECURSIVE line (above_id) AS (
        SELECT manager_id FROM people_employment WHERE person_id = %(expressions)s AND {REPORTS}
        UNION
        SELECT above.manager_id FROM people_employment AS above
        JOIN line ON above.person_id = line.above_id WHERE {REPORTS}
    ) SELECT above_id FROM line
)"""  # noqa: S608 (constants)
UNITS_ABOVE = """
    WITH RECURSIVE line (id) AS (
        SELECT parent_id FROM people_orgunit WHERE id = %s
        UNION
        SELECT above.parent_id FROM people_orgunit AS above JOIN line ON above.id = line.id
    ) SELECT id FROM line WHERE id IS NOT NULL
"""
UNITS_AROUND = """
    WITH RECURSIVE line (id) AS (
        SELECT org_unit_id FROM people_employment
        WHERE person_id = %s AND ends_on IS NULL AND status <> 'terminated'
        UNION
        SELECT above.parent_id FROM people_orgunit AS above JOIN line ON above.id = line.id
    ) SELECT id FROM line WHERE id IS NOT NULL
"""
UNIT_AND_ABOVE = """(
    WITH RECURSIVE line (id) AS (
        SELECT %(expressions)s
        UNION
        SELECT above.parent_id FROM people_orgunit AS above JOIN line ON above.id = line.id
    ) SELECT id FROM line WHERE id IS NOT NULL
)"""
# Each with all above it, as far as there are any: the line stops where it meets itself.
AND_ABOVE = """
    WITH RECURSIVE line (id) AS (
        {start} UNION SELECT ({above}) FROM line WHERE line.id IS NOT NULL
    ) SELECT id FROM line WHERE id IS NOT NULL
"""
MANAGER_ABOVE = f"SELECT manager_id FROM people_employment WHERE person_id = line.id AND {REPORTS}"  # noqa: S608 (constants)
UNIT_ABOVE = "SELECT parent_id FROM people_orgunit WHERE people_orgunit.id = line.id"
SUBTREE = """
    WITH RECURSIVE tree (id) AS (
        SELECT id FROM people_orgunit WHERE id = %s
        UNION
        SELECT below.id FROM people_orgunit AS below JOIN tree ON below.parent_id = tree.id
    ) SELECT id FROM tree
"""


class PersonQuerySet(SearchQuerySet):
    def unmerged(self) -> Self:
        """One record a person: not those that are merged into another one."""
        return self.filter(merged_into__isnull=True)

    def records_of(self, person) -> Self:
        """A person's records: their own, and those that are merged into it. `person` may be many.

        What is only ever added to stays with the record that it was said of, and is read as the person's.
        """
        if isinstance(person, (list, tuple, set, frozenset)):
            person = among(person)
        if isinstance(person, RawSQL):
            # With OR the database would take three quarters of all people for theirs.
            merged = f"SELECT id FROM people_person WHERE merged_into_id IN ({person.sql})"  # noqa: S608 (ids)
            both = f"{person.sql} UNION ALL {merged}"
            return self.filter(pk__in=RawSQL(both, (*person.params, *person.params)))  # noqa: S611 (parameterised)
        one = getattr(person, "pk", person)
        return self.filter(Q(pk=one) | Q(merged_into=one))

    def with_former_id(self, public_id: str) -> Self:
        """Whoever a record with this id is merged into."""
        return self.filter(merged_records__public_id=public_id)

    def employed(self) -> Self:
        """People with a current employment that is active or on leave."""
        return self.filter(employments__ends_on__isnull=True, employments__status__in=WORKING)

    def on_leave(self, as_of: datetime) -> Self:
        """People whose leave has begun and is not over where they are."""
        # Few are on leave, and they are found by an index: nobody else is looked at.
        return self.filter(pk__in=self._leave(as_of).values("person"))

    def not_on_leave(self, as_of: datetime) -> Self:
        return self.filter(~Exists(self._leave(as_of).filter(person=OuterRef("pk"))))

    def _leave(self, as_of: datetime) -> Any:
        return self._named("employments").on_leave(as_of)

    def left_by(self, last_day: date) -> Self:
        """People whose last day was `last_day` or before; nobody who was never employed."""
        # Asked of each person: with IN, PostgreSQL would list the company for each of them alone.
        own = self._named("employments").filter(person=OuterRef("pk"))
        lasting = Q(ends_on__isnull=True) | Q(ends_on__gt=last_day)
        return self.filter(Exists(own), ~Exists(own.filter(lasting, status__in=STAYING)))

    def in_reporting_line_of(self, manager) -> Self:
        """People who report to `manager`, directly or through others, by their current employment."""
        return self.filter(pk__in=RawSQL(REPORTING_LINE, [manager.pk]))  # noqa: S611 (parameterised)

    def reporting_to(self, manager) -> Self:
        """People who report to `manager` directly; those who have left report to nobody."""
        return self.filter(
            employments__ends_on__isnull=True,
            employments__status__in=STAYING,
            employments__manager=manager,
        )

    def with_reports(self) -> Self:
        """Managers, each with `reports`: how many people there are `reporting_to` them.

        They are counted for the rows that are read: a page of managers does not count the company.
        """
        employment: Any = self.model._meta.get_field("managed").related_model
        managed = employment.objects.reporting()
        own = managed.filter(manager=OuterRef("pk"))
        counted = own.order_by().values("manager").annotate(reports=Count("pk")).values("reports")
        return self.filter(Exists(own)).annotate(reports=Subquery(counted))

    def above(self, person: OuterRef | Value) -> Self:
        """Those to whom the person with this id reports, directly or through others."""
        return self.filter(pk__in=Func(person, template=LINE_ABOVE, output_field=BigIntegerField()))

    def in_org_unit(self, org_unit) -> Self:
        """People whose current employment is in `org_unit` or in a unit below it; not those who have left."""
        return self.filter(
            employments__ends_on__isnull=True,
            employments__status__in=STAYING,
            employments__org_unit__in=RawSQL(SUBTREE, [org_unit.pk]),  # noqa: S611 (parameterised)
        )

    def visible_to(self, user) -> Self:
        """Oneself and one's reporting line; for an HR admin, the company.

        A line is walked down as far as a thousand people, whose rows the database finds by their ids. Of a
        longer one it asks each row, as it comes to it, who is above: a page of a list meets such rows soon.
        """
        if user.is_hr_admin:
            return self.unmerged()
        line = self._line_of(user)
        if len(line) <= LONGEST_LINE:
            return self.filter(pk__in=[user.pk, *line])
        is_above = Func(F("pk"), template=f"{int(user.pk)} IN {LINE_ABOVE}", output_field=BooleanField())
        return self.filter(Q(pk=user.pk) | Q(is_above))

    def ids_visible_to(self, user) -> list[int]:
        """Ids of oneself and one's reporting line; one query, two for a longer line than LONGEST_LINE."""
        line = self._line_of(user)
        if len(line) <= LONGEST_LINE:
            return [user.pk, *line]
        return list(self.visible_to(user).values_list("pk", flat=True))

    def _line_of(self, manager) -> list[int]:
        """Ids of people in a reporting line; of a longer one than LONGEST_LINE, one id more."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"{REPORTING_LINE} LIMIT {LONGEST_LINE + 1}", [manager.pk])
            return [person_id for (person_id,) in cursor.fetchall()]

    def with_email(self, email: str) -> Self:
        """Whoever has the address now, whatever its case: one person or none."""
        return self.alias(lowered=Lower("email")).filter(lowered=email.lower())

    def with_external_id(self, source: str, value: str) -> Self:
        """Whoever the source gives this id; where it gives it to nobody, whoever had it before."""
        present, former = (
            Subquery(
                self._named(one).filter(source=source, value=value, person__isnull=False).values("person")[:1]
            )
            for one in ("external_ids", "former_external_ids")
        )
        # One id to be looked up: with OR, everybody would be looked at.
        return self.filter(pk=Coalesce(present, former))

    def with_those_above(self, person_ids: Iterable[int]) -> set[int]:
        """Ids of these people, and of all to whom they report, directly or through others; one query."""
        return _with_those_above(connections[self.db], person_ids, MANAGER_ABOVE)

    def _named(self, relation: str) -> Any:
        related: Any = self.model._meta.get_field(relation).related_model
        return related._default_manager

    def by_name(self) -> Self:
        return self.order_by("family_name", "given_name", "pk")


class OrgUnitQuerySet(models.QuerySet):
    def roots(self) -> Self:
        return self.filter(parent__isnull=True)

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def above(self, org_unit) -> Self:
        """Every unit that `org_unit` is part of."""
        return self.filter(pk__in=RawSQL(UNITS_ABOVE, [org_unit.pk]))  # noqa: S611 (parameterised)

    def around(self, person) -> Self:
        """Every unit in which somebody works now, and all that it is part of."""
        return self.filter(pk__in=RawSQL(UNITS_AROUND, [person.pk]))  # noqa: S611 (parameterised)

    def with_those_above(self, unit_ids: Iterable[int]) -> set[int]:
        """Ids of these units, and of all that they are part of; one query."""
        return _with_those_above(connections[self.db], unit_ids, UNIT_ABOVE)

    def below(self, org_unit) -> Self:
        """`org_unit` and every unit below it."""
        return self.filter(pk__in=RawSQL(SUBTREE, [org_unit.pk]))  # noqa: S611 (parameterised)

    def inside(self, org_unit, path: str) -> Q:
        """A condition on rows of another model: the unit to which `path` leads is `org_unit` or below it.

        A tree is walked down as far as a thousand units. Of a larger one the database asks each row, as it
        comes to it, what is above its unit: a page of a list meets rows inside soon.
        """
        with connections[self.db].cursor() as cursor:
            cursor.execute(f"{SUBTREE} LIMIT {LARGEST_TREE + 1}", [org_unit.pk])
            below = [unit_id for (unit_id,) in cursor.fetchall()]
        if len(below) <= LARGEST_TREE:
            return Q(**{f"{path}__in": below})
        template = f"{int(org_unit.pk)} IN {UNIT_AND_ABOVE}"
        return Q(Func(F(path), template=template, output_field=BooleanField()))


class EmploymentQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The row that is open: at most one a person."""
        return self.filter(ends_on__isnull=True)

    def holding(self) -> Self:
        """The open rows that come last and are no termination: where somebody stands, as rosters have it."""
        after = Q(starts_on__gt=OuterRef("starts_on")) | Q(
            starts_on=OuterRef("starts_on"), pk__gt=OuterRef("pk")
        )
        later = self.model._default_manager.filter(after, person=OuterRef("person"))
        return self.current().filter(~Exists(later), status__in=STAYING)

    def as_of(self, day: date) -> Self:
        """The rows in force on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def in_force(self, as_of: datetime) -> Self:
        """The rows in force on the day that it is where each person is."""
        return self.filter(in_force(as_of))

    def not_over(self, as_of: datetime) -> Self:
        """The rows in force, and those that are to come."""
        return self.filter(lasting(as_of))

    def working(self) -> Self:
        """Active or on leave: employed, and neither before the first day nor after the last."""
        return self.filter(status__in=WORKING)

    def on_leave(self, as_of: datetime) -> Self:
        """Leave that has begun and is not over where the person is: whose row is found is on leave."""
        return self.filter(status=EmploymentStatus.LEAVE).in_force(as_of)

    def away(self) -> Self:
        """Days on which somebody does not work: before the first day, and on leave."""
        return self.filter(status__in=AWAY)

    def reporting(self) -> Self:
        """What names whom somebody reports to now: the current rows with a manager of those who stay."""
        return self.filter(ends_on__isnull=True, manager__isnull=False, status__in=STAYING)


def _with_those_above(connection: Any, ids: Iterable[int], above: str) -> set[int]:
    start = among(ids)
    with connection.cursor() as cursor:
        cursor.execute(AND_ABOVE.format(start=start.sql, above=above), start.params)
        return {row_id for (row_id,) in cursor.fetchall()}
