"""The demo's passwords are public, so it keeps to databases of its own."""

import pytest

from demo.services import ForeignDatabaseError, refuse_other_companies
from lifow.people.persons.models import Person


def test_the_demo_stays_out_of_the_database_of_another_company(db, company):
    refuse_other_companies(company)
    Person.objects.create_user("somebody@else.example", given_name="Somebody")
    with pytest.raises(ForeignDatabaseError, match="LIFOW_VAR"):
        refuse_other_companies(company)
