"""The demo company as its files tell it, as of a fixed Wednesday."""

from datetime import date

import pytest

from lifow.demo.company_files import Company, read_company

WEDNESDAY = date(2027, 1, 13)


@pytest.fixture(scope="session")
def company() -> Company:
    return read_company(WEDNESDAY)
