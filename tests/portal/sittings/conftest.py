"""Abena's company, with questions about SQL, which nobody knows of her."""

from tests.backing.worlds import world
from tests.item_bank import items
from tests.portal.conftest import Company


@world
def asked_company(company: Company) -> Company:
    items(company.sql, each=4, levels=(1, 2, 3))
    return company
