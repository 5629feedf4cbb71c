"""Marta, whom Abena reports to and who is asked about her."""

from assessments.requests.models import RatingRequest
from assessments.requests.reports import Ask
from lifow.people.persons.models import Person
from tests.backing.asking import ask
from tests.backing.worlds import world
from tests.company import NOON, person, skill


@world
def marta() -> Person:
    return person("Marta Kowalczyk")


@world
def abena(marta: Person) -> Person:
    return person("Abena Osei", manager=marta)


@world
def request_to_marta(abena: Person, marta: Person) -> RatingRequest:
    ask(about=Ask(abena.pk, skill("SQL").pk, "manager"), as_of=NOON)
    return RatingRequest.objects.get()


def state_of(request: RatingRequest) -> tuple[str, str]:
    request.refresh_from_db()
    return request.state, request.closing_reason
