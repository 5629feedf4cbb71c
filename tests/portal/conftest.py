"""A team with its manager, the manager's manager, a manager elsewhere, HR, and what is known of the team."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from content.planning.services import refresh_plans
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import compute, count_up, give, module, observe, person, role, skill, unit


@dataclass
class Company:
    """Abena and Kofi report to Marta, Marta to Grace; Rui leads Sales; Ruth is HR, Inês writes."""

    grace: Person
    marta: Person
    abena: Person
    kofi: Person
    rui: Person
    ruth: Person
    ines: Person
    refunds: Skill
    sql: Skill
    refund_change: Module
    clients: dict[int, Client] = field(default_factory=dict)

    def browser(self, who: Person) -> Client:
        """A client that is signed in as somebody."""
        if who.pk not in self.clients:
            self.clients[who.pk] = Client()
            self.clients[who.pk].force_login(who)
        return self.clients[who.pk]


def lately() -> datetime:
    """Yesterday: evidence that has not aged."""
    return timezone.now() - timedelta(days=1)


def colleague() -> Person:
    """Somebody who works with everybody, and is nobody's manager."""
    return Person.objects.filter(given_name="Deepa").first() or person("Deepa Menon")


def known(who: Person, what: Skill, level: float, *, by: Person) -> None:
    """What tests, a manager, a peer and work that was seen say alike: enough to tell a gap from a match."""
    for source, rater in (("test", None), ("manager", by), ("observed", None), ("peer", colleague())):
        observe(who, what, level, source=source, rater=rater, observed_at=lately())


def queries_of(read: Callable[[], object]) -> int:
    """How many queries a page takes, once what is cached is there."""
    read()
    with CaptureQueriesContext(connection) as queries:
        read()
    return len(queries)


def bring_up_to_date(*people: Person) -> None:
    """Gap reports and plans of people as they are now."""
    now = timezone.now()
    compute(*people, as_of=now)
    refresh_plans(person_ids=[one.pk for one in people], as_of=now)
    count_up()


@world
def company() -> Company:
    """Abena lacks Refund policy, which is critical; her SQL is not assessed, nor is Kofi."""
    larkfield = unit("Larkfield")
    support, sales = unit("Customer support", parent=larkfield), unit("Sales", parent=larkfield)
    billing = unit("Billing support", parent=support)
    grace = person("Grace Adeyemi", org_unit=support)
    marta = person("Marta Kowalczyk", manager=grace, org_unit=billing)
    abena = person("Abena Osei", manager=marta, org_unit=billing)
    kofi = person("Kofi Mensah", manager=marta, org_unit=billing)
    rui = person("Rui Pacheco", org_unit=sales)
    person("Deepa Menon", manager=rui, org_unit=sales)
    ruth = person("Ruth Amankwah", org_unit=larkfield, is_hr_admin=True)
    specialist = role(Refund_policy=(3, 2, True), SQL=2, Empathy=2)
    for one in (abena, kofi):
        give(one, specialist)
    known(abena, skill("Refund policy"), 2, by=marta)
    known(abena, skill("Empathy"), 3, by=marta)
    refund_change = module("The refund change", skill("Refund policy"), 2, 3, minutes=6)
    bring_up_to_date(abena, kofi)
    return Company(
        grace=grace,
        marta=marta,
        abena=abena,
        kofi=kofi,
        rui=rui,
        ruth=ruth,
        ines=person("Inês Carvalho", org_unit=larkfield, is_author=True),
        refunds=skill("Refund policy"),
        sql=skill("SQL"),
        refund_change=refund_change,
    )
