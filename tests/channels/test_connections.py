"""The page Connections: what it shows, in as many queries whatever is connected, and what ends."""

import pytest

from channels.registry import find_integration, register_integration
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.channels.assistant.calling import token_for

pytestmark = pytest.mark.django_db
PAGE, END = "/settings/connections/", "/settings/connections/end/"


@world
def abena() -> Person:
    return company.person("Abena Osei")


@pytest.fixture
def browser(client, abena):
    client.force_login(abena)
    client.get(PAGE)
    return client


def test_where_nothing_is_connected_it_says_how_to(browser):
    page = browser.get(PAGE).content.decode()
    assert "Nothing is connected." in page
    assert "http://127.0.0.1:8000/assistant/mcp" in page


@pytest.mark.parametrize("programs", [1, 12])
def test_its_queries_do_not_grow_with_what_is_connected(
    browser, abena, programs, django_assert_max_num_queries
):
    for number in range(programs):
        token_for(abena, by=f"Assistant {number}")
    with django_assert_max_num_queries(8):
        page = browser.get(PAGE).content.decode()
    assert page.count("Disconnect<") == programs


def test_a_name_that_a_program_gave_itself_is_no_markup(browser, abena):
    token_for(abena, by="<script>alert(1)</script>")
    page = browser.get(PAGE).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_connection_of_somebody_else_stays(browser, abena):
    marta = company.person("Marta Kowalczyk")
    token_for(marta)
    sent = {"integration": "assistant", "connection": "Desk assistant"}
    assert browser.post(END, sent).status_code == 302
    assert marta.accesstoken_set.count() == 1


@pytest.mark.parametrize("sent", [{}, {"integration": "teapot"}, {"integration": "assistant\0"}])
def test_what_is_no_kind_of_connection_is_not_found(browser, sent):
    assert browser.post(END, sent).status_code == 404


def test_a_kind_of_program_is_declared_once():
    with pytest.raises(ValueError, match="assistant already"):
        register_integration(find_integration("assistant"))
