"""A form that is sent twice is one module, and nobody undoes what somebody else saved meanwhile unawares."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from content.catalogue.models import Module
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import module, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_reviews")]
NEW = reverse("content:new")


@pytest.fixture
def ines_client(author_client) -> Client:
    return author_client


@world
def ruth() -> Person:
    return person("Ruth Amankwah", is_hr_admin=True)


@pytest.fixture
def ruths_client(ruth) -> Client:
    client = Client()
    client.force_login(ruth)
    return client


@world
def refunds() -> Module:
    return module("The refund change", skill("Refund policy"), 1, 3, kind="case", body="Fees.")


def edit(of: Module) -> str:
    return reverse("content:edit", args=[of.public_id])


def filled_in(page, **changes: str) -> dict[str, str]:
    """What a browser sends of a form as it stands on a page, but for what is changed by hand."""
    form = page.context["form"]
    sent = {name: str(form[name].value() or "") for name in form.fields} | {"facets": "", "publish": "1"}
    hidden = re.findall(r'type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page.content.decode())
    sent |= {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}
    for line in page.context["effects"]:
        sent |= {line.add_prefix(name): str(line[name].value() or "") for name in line.fields}
    return sent | changes


def typed(page, title: str = "Say no kindly") -> dict[str, str]:
    return filled_in(page, title=title, kind="article", minutes="4", body="A story.")


def messages_of(response) -> str:
    return str(response.context["form"].non_field_errors())


def titles() -> list[str]:
    return sorted(Module.objects.values_list("title", flat=True))


def test_a_double_click_makes_one_module_and_leads_to_it(ines_client):
    form = typed(ines_client.get(NEW))
    first, second = (ines_client.post(NEW, form) for _click in range(2))
    made = Module.objects.get()
    assert first.url == second.url == reverse("content:module", args=[made.public_id])


def test_each_form_makes_a_module_of_its_own(ines_client):
    for _ in range(2):
        ines_client.post(NEW, typed(ines_client.get(NEW)))
    assert titles() == ["Say no kindly", "Say no kindly"]


def test_a_form_that_was_wrong_first_still_makes_one_module(ines_client):
    refused = ines_client.post(NEW, typed(ines_client.get(NEW), title=""))
    form = filled_in(refused, title="Say no kindly")
    for _click in range(2):
        ines_client.post(NEW, form)
    assert titles() == ["Say no kindly"]


def test_other_words_from_a_form_that_is_saved_are_kept_and_make_another_module_on_purpose(ines_client):
    page = ines_client.get(NEW)
    ines_client.post(NEW, typed(page))
    refused = ines_client.post(NEW, typed(page, title="Say it twice"))
    assert refused.status_code == 422
    assert "It is saved already, as “Say no kindly”." in messages_of(refused)
    assert 'value="Say it twice"' in refused.content.decode()
    assert titles() == ["Say no kindly"]
    assert ines_client.post(NEW, filled_in(refused)).status_code == 302
    assert titles() == ["Say it twice", "Say no kindly"]


def test_one_persons_form_is_not_anothers(ines_client, ruths_client):
    form = typed(ines_client.get(NEW))
    ines_client.post(NEW, form)
    ruths_client.post(NEW, form)
    assert Module.objects.count() == 2


@pytest.mark.parametrize("once", ["x" * 65, "a\x00b"])
def test_a_name_of_a_form_that_no_form_has_is_refused(ines_client, once):
    assert ines_client.post(NEW, typed(ines_client.get(NEW)) | {"idempotency_key": once}).status_code == 422
    assert not Module.objects.exists()


def test_who_saves_over_somebody_elses_change_is_told_who_and_when_and_keeps_what_was_typed(
    ines_client, ruths_client, refunds
):
    ines = filled_in(ines_client.get(edit(refunds)), title="Ines was here")
    ruths_client.post(edit(refunds), filled_in(ruths_client.get(edit(refunds)), title="Ruth was here"))
    refused = ines_client.post(edit(refunds), ines)
    assert refused.status_code == 422
    assert re.search(
        r"Ruth Amankwah changed it on \d+ \w+, \d\d:\d\d, after you opened it", messages_of(refused)
    )
    assert 'value="Ines was here"' in refused.content.decode()
    assert titles() == ["Ruth was here"]


def test_sent_again_on_purpose_it_replaces_what_it_was_refused_for_and_nothing_newer(
    ines_client, ruths_client, refunds
):
    ines = filled_in(ines_client.get(edit(refunds)), title="Ines was here")
    ruths_client.post(edit(refunds), filled_in(ruths_client.get(edit(refunds)), title="Ruth was here"))
    refused = ines_client.post(edit(refunds), ines)
    ruths_client.post(edit(refunds), filled_in(ruths_client.get(edit(refunds)), title="Ruth again"))
    refused = ines_client.post(edit(refunds), filled_in(refused))
    assert (refused.status_code, titles()) == (422, ["Ruth again"])
    assert ines_client.post(edit(refunds), filled_in(refused)).status_code == 302
    assert titles() == ["Ines was here"]


def test_a_change_of_what_it_raises_is_told_too(ines_client, ruths_client, refunds):
    ines = filled_in(ines_client.get(edit(refunds)), title="Ines was here")
    theirs = filled_in(ruths_client.get(edit(refunds)), **{"effects-0-to_level": "2.5"})
    assert ruths_client.post(edit(refunds), theirs).status_code == 302
    assert "Ruth Amankwah changed it" in messages_of(ines_client.post(edit(refunds), ines))


def test_a_change_that_nobody_signed_in_made_is_told_too(ines_client, refunds):
    ines = filled_in(ines_client.get(edit(refunds)), title="Ines was here")
    refunds.title = "By a command"
    refunds.save()
    assert "Somebody changed it" in messages_of(ines_client.post(edit(refunds), ines))


def test_a_double_click_on_a_change_is_no_change_by_somebody_else(ines_client, refunds):
    ines = filled_in(ines_client.get(edit(refunds)), title="Ines was here")
    assert [ines_client.post(edit(refunds), ines).status_code for _click in range(2)] == [302, 302]


@pytest.mark.parametrize("edition", ["yesterday", "0123456789ABCDEF", "a\x00b"])
def test_an_edition_that_is_none_is_refused(ines_client, refunds, edition):
    form = filled_in(ines_client.get(edit(refunds)), edition=edition, title="Ines was here")
    assert ines_client.post(edit(refunds), form).status_code == 422
    assert titles() == ["The refund change"]
