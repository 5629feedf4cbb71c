"""What some rows concern is enough to plan them: the whole company gives the same plan and the same answers.

Companies and rows come from a generator with a seed: few names, addresses and units, so that they meet.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person
from lifow.people.privacy.models import Erasure
from lifow.people.roster.api.inputs import PERSON_PLACES, UNIT_PLACES
from lifow.people.roster.choices import MatchState
from lifow.people.roster.interchange import (
    MassChange,
    RosterRow,
    SaidRows,
    Status,
    enough_to_count,
    settle_rows,
)
from lifow.people.roster.models import FormerExternalId, PersonMatch
from lifow.people.roster.reports import roster_state, state_of_rows, unit_states, units_of_rows
from lifow.people.roster.services import keep_out
from lifow.people.roster.services.names import settle_names
from lifow.people.roster.services.unit_writes import UnitRow, settle_units
from tests.backing.examples import examples
from tests.company import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
TODAY = NOON.date()
NAMES = [
    ("Ama", "Osei"),
    ("AMA", "OSEI"),
    ("Bo", "Straße"),
    ("Bo", "STRASSE"),
    ("Zoë", "Ng"),
    ("Zoe\u0308", "Ng"),
]
UNTOLD = ("leavers_held_partial", "circle_already_there")
"""What a plan says of the company and of nobody in it: no row is answered with it."""


class Company:
    """People in units of a few sources, some of whom have left, were absent, came by hand or have two ids."""

    def __init__(self, random: Random, size: int) -> None:
        self.random = random
        self.size = size
        self.units = [self.unit(number) for number in range(6)]
        self.people = [self.person(number) for number in range(size)]
        for one in self.people:
            self.employ(one)
        if random.random() < 0.3:
            self.close_a_circle()
        self.remember()
        settle_names()

    def unit(self, number: int) -> OrgUnit:
        above = self.random.choice(self.units) if number > 1 else None
        made = OrgUnit.objects.create(key=f"U{number}", name=f"Unit {number % 4}", parent=above)
        if self.random.random() < 0.6:
            ExternalId.objects.create(source="hris", value=f"C{number}", org_unit=made)
        self.units = [*getattr(self, "units", []), made]
        return made

    def person(self, number: int) -> Person:
        given, family = self.random.choice(NAMES)
        email = f"p{number}@x.example" if self.random.random() < 0.8 else None
        made = Person.objects.create(given_name=given, family_name=family, email=email)
        for source, share in (("hris", 0.8), ("payroll", 0.3)):
            if self.random.random() < share:
                absent = TODAY if self.random.random() < 0.2 else None
                ExternalId.objects.create(source=source, value=f"E{number}", person=made, absent_since=absent)
        return made

    def employ(self, one: Person) -> None:
        if self.random.random() < 0.1:
            return
        began = TODAY - timedelta(self.random.randint(100, 900))
        manager = self.random.choice([None, *self.people])
        terms = {
            "person": one,
            "org_unit": self.random.choice(self.units),
            "manager": None if manager == one else manager,
            "source": self.random.choice(["hris", "hris", "payroll", ""]),
            "job_code": self.random.choice(["A", "B", ""]),
        }
        if self.random.random() < 0.3:
            over = began - timedelta(1)
            Employment.objects.create(**terms, starts_on=over - timedelta(50), ends_on=over)
        status = self.random.choice(["active", "active", "active", "leave", "prehire", "terminated"])
        Employment.objects.create(**terms, starts_on=began, status=status)

    def close_a_circle(self) -> None:
        rows = list(Employment.objects.holding().order_by("pk")[:3])
        for row, above in zip(rows, [*rows[1:], *rows[:1]], strict=True):
            if row.person_id != above.person_id:
                Employment.objects.filter(pk=row.pk).update(manager=above.person_id)

    def remember(self) -> None:
        erasure = Erasure.objects.create(asked_at=NOON)
        keep_out(
            erasure_id=erasure.pk,
            external_ids=[("hris", "N1")],
            addresses=["gone@x.example"],
            erased_on=TODAY,
        )
        some = self.random.sample(self.people, 4)
        FormerExternalId.objects.create(source="hris", value="F1", person=some[0])
        FormerExternalId.objects.create(source="hris", value="F2", person=some[1])
        PersonMatch.objects.create(
            source="hris",
            external_id="N2",
            person=some[2],
            name="?",
            state=MatchState.DIFFERENT,
            asked_at=NOON,
        )
        merged = some[3]
        ExternalId.objects.filter(person=merged).delete()
        Person.objects.filter(pk=merged.pk).update(merged_into=some[0], is_active=False, email=None)

    def rows(self) -> list[RosterRow]:
        ids = [f"E{number}" for number in range(self.size)] + ["N1", "N2", "N3", "N4", "F1", "F2"]
        some = self.random.sample(ids, self.random.randint(1, 6))
        return [self.row(line, external_id, ids) for line, external_id in enumerate(some, start=1)]

    def row(self, line: int, external_id: str, ids: list[str]) -> RosterRow:
        choose = self.random.choice
        given, family = choose([(None, None), *NAMES])
        emails = [
            None,
            None,
            "",
            "new@x.example",
            "gone@x.example",
            *(f"p{one}@x.example" for one in range(4)),
        ]
        return RosterRow(
            line=line,
            external_id=external_id,
            given_name=given,
            family_name=family,
            email=choose(emails),
            job_code=choose([None, None, "", "B", "C"]),
            unit_code=choose([None, None, None, "C1", "C2", "U3", "U4", "nowhere"]),
            manager_external_id=choose([None, None, "", "nobody", *ids]),
            status=choose([None, None, None, *Status]),
            start_on=choose([None, None, TODAY, TODAY + timedelta(9), date(2024, 5, 1)]),
            end_on=choose([None, None, None, TODAY - timedelta(1), TODAY + timedelta(20)]),
        )


def told(settled: SaidRows) -> SaidRows:
    """What is answered and written: all but what nobody is told."""
    notices = tuple(one for one in settled.plan.notices if one.code not in UNTOLD)
    return replace(settled, plan=replace(settled.plan, notices=notices))


@pytest.mark.parametrize("seed", range(examples(24)))
def test_what_rows_concern_gives_the_plan_and_the_answers_of_the_whole(seed):
    random = Random(seed)
    company = Company(random, random.choice([8, 30]))
    whole = roster_state(source="hris")
    for _ in range(15):
        rows = company.rows()
        before = random.choice([{}, {MassChange.LEAVERS: random.randint(0, 4), MassChange.UNITS: 2}])
        lifted = random.choice([{}, {}, {MassChange.LEAVERS: 1}])
        options = {"places": PERSON_PLACES, "as_of": TODAY, "before": before, "lifted": lifted}
        options["must_exist"] = random.random() < 0.3
        part = state_of_rows(
            source="hris", rows=rows, most=None if lifted else enough_to_count(len(rows), before)
        )
        assert told(settle_rows(part, rows, **options)) == told(settle_rows(whole, rows, **options)), rows


@pytest.mark.parametrize("seed", range(examples(24)))
def test_what_rows_about_units_concern_gives_the_plan_of_the_whole(seed):
    company = Company(Random(seed), 8)
    choose = company.random.choice
    whole = unit_states(source="hris")
    for _ in range(15):
        codes = company.random.sample(["C0", "C1", "C2", "U1", "U3", "U3-2", "X1", "X2"], 4)
        rows = [
            UnitRow(
                line=line,
                code=code,
                name=choose([None, "Unit 0", "Unit 1", "Unit 2", "New"]),
                parent_code=choose([None, "", "C1", "U2", "X1", "nowhere"]),
            )
            for line, code in enumerate(codes)
        ]
        named = {code for row in rows for code in (row.code, row.parent_code) if code}
        part = units_of_rows(source="hris", codes=named, names={row.name for row in rows if row.name})
        assert settle_units(part, rows, UNIT_PLACES) == settle_units(whole, rows, UNIT_PLACES), rows


def test_it_takes_as_many_queries_whatever_the_number_of_rows():
    company = Company(Random(2), 60)
    counts = []
    for number in (1, 40):
        rows = [company.row(line, f"E{line}", ["E1"]) for line in range(number)]
        rows.append(RosterRow(line=99, external_id="N9", given_name="Ama", family_name="Osei"))
        with CaptureQueriesContext(connection) as made:
            state_of_rows(source="hris", rows=rows, most=10)
        counts.append(len(made))
    assert counts[0] == counts[1] <= 24
