"""How people sign in to the demo company, who has rights there, and the client of its HR system."""

from datetime import datetime

from allauth.idp.oidc.models import Client
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from demo.company_files import Company
from demo.services.roster import people_of
from lifow.people.clients.services import api_scopes, bind_client, set_secret
from lifow.people.persons.models import Person

# Known to everyone who reads this: the demo serves the loopback address of one machine.
DEMO_PASSWORD = "larkfield"  # noqa: S105
API_CLIENT = ("larkfield-hris", "larkfield-hris-secret")


class ForeignDatabaseError(ValueError):
    """A database in which another company's people are: the demo's passwords are public, so it stays out."""


def refuse_other_companies(company: Company) -> None:
    """Raise ForeignDatabaseError where the database has people, and none of them is of the demo company."""
    if Person.objects.exists() and not people_of(company):
        raise ForeignDatabaseError(
            _(
                "This database has people of another company, and the demo's passwords are public. "
                "Name another one, such as LIFOW_VAR=/tmp/demo."
            )
        )


def load_access(company: Company, as_of: datetime) -> int:
    """Give everybody who works there a password, some of them rights, the HR system its client; how many
    can sign in for the first time.

    So whoever is named on a page or in a mail can be looked at from inside. A password, right or client that
    is there stays as it is.
    """
    people = people_of(company)
    ids = [one.pk for one in people.values()]
    as_the_roster_left_them = Person.objects.filter(pk__in=ids, is_active=True, password="!")  # noqa: S106
    newcomers = set(as_the_roster_left_them.values_list("pk", flat=True))
    Person.objects.filter(pk__in=newcomers).update(password=make_password(DEMO_PASSWORD))
    access = company.told["access"]
    hr_admins, authors = (
        Person.objects.filter(pk__in=newcomers & {people[employee].pk for employee in access[name]})
        for name in ("hr_admins", "authors")
    )
    hr_admins.update(is_hr_admin=True, is_staff=True)
    authors.update(is_author=True)
    _load_client()
    return len(newcomers)


def _load_client() -> None:
    name, secret = API_CLIENT
    if Client.objects.filter(pk=name).exists():
        return
    client = Client(id=name, name=_("Larkfield's HR system"))
    bind_client(client, api_scopes())
    set_secret(client, secret)
    client.save()
