"""Modules of every kind: what their pages ask of the database, and that one of them is found to work."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.catalogue.choices import ModuleKind
from content.catalogue.models import Module
from content.effect.choices import Verdict
from content.effect.models import MeasuredEffect
from content.effect.services import measure_effects
from lifow.people.persons.models import Person
from tests.demo.conftest import NOW

MOST = 12
MOST_OF_AN_AUTHOR = {ModuleKind.ANNOUNCEMENT: 14}
"""Authors see on the page of an update who has read it, beside what learners said."""


def asked(client: Client, address: str) -> int:
    """How often a page asks the database when it is opened again."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def pages_over(person: Person, modules: Iterable[Module], most: dict[str, int]) -> dict[str, int]:
    client = Client()
    client.force_login(person)
    counted = {one: asked(client, reverse("content:module", args=[one.public_id])) for one in modules}
    return {str(one): count for one, count in counted.items() if count > most.get(one.kind, MOST)}


@pytest.mark.django_db
def test_the_page_of_every_module_asks_at_most_twelve_times(loaded):
    modules = list(Module.objects.published().order_by("pk"))
    assert {one.kind for one in modules} == set(ModuleKind.values)
    assert pages_over(loaded["LF102"], modules, {}) == {}
    of_each = {one.kind: one for one in modules}.values()
    assert pages_over(loaded["LF503"], of_each, dict(MOST_OF_AN_AUTHOR)) == {}


def test_the_course_is_found_to_work_as_much_as_it_does(loaded, company):
    course = company.evidence["generator"]["course"]
    measure_effects(as_of=NOW)
    found = MeasuredEffect.objects.get(module__key=course["module"])
    assert found.verdict == Verdict.WORKS
    assert (found.low or 0) < course["gives"] < (found.high or 0)
    others = MeasuredEffect.objects.exclude(pk=found.pk)
    assert set(others.values_list("verdict", flat=True)) <= {Verdict.TOO_FEW, Verdict.NO_CLEAR_EFFECT}
