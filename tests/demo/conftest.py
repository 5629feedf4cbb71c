"""The demo company as its files tell it, as of a fixed Wednesday, and as it is once it is loaded."""

from datetime import UTC, date, datetime

import pytest

from demo.company_files import Company, read_company
from demo.services import PARTS
from demo.services.roster import people_of
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.kept_rows import KeptRows

NOW = datetime(2027, 1, 13, 9, 30, tzinfo=UTC)
WEDNESDAY = date(2027, 1, 13)


@pytest.fixture(scope="session")
def company() -> Company:
    return read_company(WEDNESDAY)


@pytest.fixture
def now() -> datetime:
    return NOW


def _load() -> None:
    company = read_company(WEDNESDAY)
    for part in PARTS:
        part.run(company, NOW)


kept_company = KeptRows(_load)


@world
def loaded(company: Company) -> dict[str, Person]:
    """The people of the loaded company by employee id."""
    kept_company()
    return people_of(company)
