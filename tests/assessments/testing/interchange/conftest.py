"""Who imports questions, for which skills, and files to import."""

import pytest
from django.test import Client

from assessments.testing.interchange.models import ItemImport
from assessments.testing.interchange.reports.planning import Said
from assessments.testing.interchange.services import carry_out_import, upload_items
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, person, skill

GIFT = """
// [id:q-1] [tag:skill:Refund policy] [tag:level:2]
::Who::Who may refund?{
  =Everybody#Up to 50
  ~The lead
}

::Days::How many days?{#14:0}

Write an essay.{}

::Half::Which?{ =a ~%50%b }
"""


@world
def author() -> Person:
    return person("Ines Carvalho", is_author=True)


@world
def other_author() -> Person:
    return person("Jonas Weber", is_author=True)


@world
def learner() -> Person:
    return person("Abena Osei")


@world
def refunds():
    return skill("Refund policy")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def author_client(author) -> Client:
    return signed_in(author)


@pytest.fixture
def learner_client(learner) -> Client:
    return signed_in(learner)


def work() -> None:
    """What a worker does with the imports that wait."""
    while carry_out_import(as_of=NOON):
        pass


def uploaded(
    by: Person,
    text: str | bytes = GIFT,
    name: str = "items.txt",
    *,
    said: Said | None = None,
    format: str = "gift",
) -> ItemImport:
    """A file that a worker has read."""
    data = text.encode() if isinstance(text, str) else text
    row = upload_items(name=name, data=data, format=format, uploaded_by=by, uploaded_at=NOON, said=said)
    work()
    row.refresh_from_db()
    return row
