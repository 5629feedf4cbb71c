"""How often pages of the demo company read: twelve times at most, but for those named here."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.backing.worlds import world
from tests.browser.visits import VISITS, Visit
from tests.larkfield import Larkfield, larkfield, load_larkfield

pytestmark = pytest.mark.django_db

MOST = 12
# Each shows many things of different tables; a page leaves this list once it reads less, and none comes in.
MORE = {
    "author content:edit": 16,
    "author content:folder_plan": 13,
    "author content:review": 14,
    "hr_admin content:module": 14,
    # What it would say is all of home, and a question.
    "learner channels:digest": 28,
    "learner portal:home": 17,
    "learner portal:skill": 15,
    "learner portal:tests": 15,
    "manager portal:home": 17,
    "manager portal:person_skill": 13,
}


@world
def people() -> Larkfield:
    load_larkfield()
    return larkfield()


def queries(people: Larkfield, visit: Visit) -> int:
    """How often a page reads, once what a process keeps of it is there."""
    client, address = Client(), visit.url(people)
    if visit.role:
        client.force_login(people[visit.role])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(asked)


def test_no_page_reads_more_often_than_it_is_known_to(people):
    told = [(str(visit), queries(people, visit)) for visit in VISITS]
    assert [(name, number) for name, number in told if number > MORE.get(name, MOST)] == []
    most = {name: max(number for each, number in told if each == name) for name in MORE}
    assert {name: number for name, number in most.items() if number <= MOST} == {}
