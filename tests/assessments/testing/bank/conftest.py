"""Who writes and reviews questions."""

import pytest
from django.test import Client

from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import person, skill


@world
def author() -> Person:
    return person("Ines Carvalho", is_author=True)


@world
def reviewer() -> Person:
    return person("Jonas Weber", is_author=True)


@world
def hr() -> Person:
    return person("Ruth Amankwah", is_hr_admin=True)


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
def reviewer_client(reviewer) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def learner_client(learner) -> Client:
    return signed_in(learner)
