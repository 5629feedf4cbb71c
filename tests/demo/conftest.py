"""The demo company as its files tell it, as of a fixed Wednesday, and as it is once it is loaded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from demo.company_files import Company, read_company
from demo.services import PARTS
from demo.services.roster import people_of
from lifow.people.persons.models import Person

NOW = datetime(2027, 1, 13, 9, 30, tzinfo=UTC)
WEDNESDAY = date(2027, 1, 13)


@pytest.fixture(scope="session")
def company() -> Company:
    return read_company(WEDNESDAY)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="module")
def _loaded_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, company: Company
) -> Iterator[None]:
    """Loaded in a transaction around all tests of a module, each of which has its own inside."""
    with django_db_blocker.unblock(), transaction.atomic():
        for part in PARTS:
            part.run(company, NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded_once: None, db: None, company: Company) -> dict[str, Person]:
    """The people of the loaded company by employee id."""
    return people_of(company)
