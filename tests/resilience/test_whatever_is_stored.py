"""Whatever is in the database, every page opens for everybody who may open it, and none answers with 500.

A table's columns are set to extremes of what they take, and every page, list of the API and page of the admin
that reads the table is opened.
"""

import os
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from benchmarks.role_pages import LISTS
from tests.backing.examples import FEW, FEWER
from tests.backing.worlds import world
from tests.browser.visits import VISITS
from tests.larkfield import Larkfield, larkfield, load_larkfield
from tests.resilience.extremes import rows_of, spoil, stored_models

pytestmark = pytest.mark.django_db
SEEDS = int(os.environ.get("LIFOW_EXTREMES", "1"))
# Of the fast run every fifth table.
MODELS = stored_models()[:: FEWER if os.environ.get(FEW) else 1]
TABLE = re.compile(rf'"({"|".join(model._meta.db_table for model in stored_models())})"')
READERS = ("learner", "manager", "hr_admin")


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as somebody opens it, and the tables that it reads."""

    role: str
    address: str
    tables: frozenset[str]


@dataclass(slots=True)
class Site:
    """The demo company, a session of each role, and what every page reads."""

    people: Larkfield
    clients: dict[str, Client] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)

    def client(self, role: str) -> Client:
        if role not in self.clients:
            self.clients[role] = Client(raise_request_exception=True)
            if role:
                self.clients[role].force_login(self.people[role])
        return self.clients[role]


@world
def site() -> Site:
    load_larkfield()
    people = larkfield()
    people.hr_admin.is_superuser = people.hr_admin.is_staff = True
    people.hr_admin.save()
    found = Site(people)
    for role, address in addresses(people):
        with CaptureQueriesContext(connection) as asked:
            response = found.client(role).get(address)
        assert response.status_code < 500, (role, address)
        tables = frozenset(name for one in asked for name in TABLE.findall(one["sql"]))
        found.readings.append(Reading(role, address, tables))
    return found


def addresses(people: Larkfield) -> Iterator[tuple[str, str]]:
    """Every page of every role, lists of the API, and the lists and first pages of the admin."""
    for visit in VISITS:
        yield visit.role or "", visit.url(people)
    for role in READERS:
        yield from ((role, reverse(f"api:{name}-list")) for name in LISTS)
    for model in stored_models():
        if model not in admin.site._registry:
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield "hr_admin", reverse(f"{name}_changelist")
        for pk in rows_of(model):
            try:
                yield "hr_admin", reverse(f"{name}_change", args=[pk])
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_that_reads_a_table_opens_whatever_its_columns_hold(model, seed, site):
    cache.clear()
    broken: list[str] = []
    with transaction.atomic():
        written = spoil(model, seed)
        for one in site.readings:
            if model._meta.db_table in one.tables:
                broken += _opened(site, one)
        transaction.set_rollback(True)
    cache.clear()
    said = "\n\n".join(dict.fromkeys(broken))
    assert not broken, f"with {'; '.join(written)}\n\n{said}"


def _opened(site: Site, one: Reading) -> list[str]:
    """What went wrong as a page was opened: an exception that nobody caught, or a 5xx."""
    try:
        with transaction.atomic():
            response: Any = site.client(one.role).get(one.address)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        frames = [frame for frame in frames if "site-packages" not in frame.filename]
        place = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:][::-1])
        return [f"{one.role} {one.address}: {type(error).__name__}: {str(error)[:200]}\n  {place}"]
    return [f"{one.role} {one.address}: {response.status_code}"] if response.status_code >= 500 else []
