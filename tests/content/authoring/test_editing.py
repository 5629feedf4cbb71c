"""What is typed is kept for its author alone until it is saved or discarded, and two authors are told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.authoring.models import EditingSession
from content.authoring.services import forget_sessions
from content.catalogue.models import Module
from content.catalogue.services import edited_contents, edition_of
from tests.company import module, person, skill
from tests.content.authoring.test_authoring_pages import NEW, address, typed

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def jonas() -> Client:
    client = Client()
    client.force_login(person("Jonas Weber", is_author=True))
    return client


def autosave(client: Client, url: str, **changes: str):
    return client.post(url, typed(autosave="1", **changes), headers=HTMX)


def test_what_is_typed_is_there_again_and_changes_nothing(author_client, refunds):
    edit = address("edit", refunds)
    assert "is kept for you" in autosave(author_client, edit, title="Half a ti", minutes="").content.decode()
    refunds.refresh_from_db()
    assert (refunds.title, hasattr(refunds, "draft")) == ("The refund change", False)
    page = author_client.get(edit).content.decode()
    assert 'value="Half a ti"' in page
    assert "did not save is here again" in page
    assert "Nothing is saved yet" not in page
    author_client.post(address("forget_typed", refunds))
    assert 'value="The refund change"' in author_client.get(edit).content.decode()


def test_nobody_else_sees_it(author_client, jonas, refunds):
    autosave(author_client, address("edit", refunds), title="Half a ti")
    page = jonas.get(address("edit", refunds)).content.decode()
    assert "Half a ti" not in page
    assert "Ines Carvalho is changing this module too." in page


def test_whoever_has_it_open_is_told_to_another_until_the_page_is_closed(author_client, jonas, refunds):
    author_client.get(address("edit", refunds))
    told = jonas.post(address("editing", refunds), headers=HTMX).content.decode()
    assert "Ines Carvalho has this module open too." in told
    EditingSession.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "Ines" not in jonas.post(address("editing", refunds), headers=HTMX).content.decode()


def test_what_comes_after_its_form_was_saved_is_not_kept(author_client, refunds):
    """It was under way while the form was sent."""
    key = {"idempotency_key": "a-window"}
    author_client.post(NEW, typed(title="Say no kindly", **key))
    assert "is kept" not in autosave(author_client, NEW, title="Say no kind", **key).content.decode()
    edit = address("edit", refunds)
    before = edition_of(edited_contents(refunds))
    author_client.post(edit, typed(title="The whole title", edition=before))
    autosave(author_client, edit, title="The whole ti", edition=before)
    assert not EditingSession.objects.exclude(typed="").exists()
    refunds.refresh_from_db()
    now = edition_of(edited_contents(refunds))
    assert "is kept" in autosave(author_client, edit, title="Another one", edition=now).content.decode()


def test_saved_it_is_forgotten(author_client, refunds):
    autosave(author_client, address("edit", refunds), title="Half a ti")
    author_client.post(address("edit", refunds), typed(title="A title"))
    assert not EditingSession.objects.exists()


def test_a_new_module_is_kept_too_and_one_for_a_gap_begins_afresh(author_client):
    autosave(author_client, NEW, title="Half a ti")
    assert 'value="Half a ti"' in author_client.get(NEW).content.decode()
    begun = author_client.get(NEW, {"skill": skill("Empathy").public_id, "from": "1", "to": "2"})
    assert "Half a ti" not in begun.content.decode()
    author_client.post(reverse("content:forget_new"))
    assert "Half a ti" not in author_client.get(NEW).content.decode()
    assert not Module.objects.exists()


def test_what_was_kept_on_an_older_text_is_still_asked_about_when_it_is_saved(author_client, refunds):
    edit = address("edit", refunds)
    edition = author_client.get(edit).context["form"]["edition"].value()
    autosave(author_client, edit, title="Half a ti", edition=edition)
    Module.objects.filter(pk=refunds.pk).update(title="Somebody else was here")
    restored = author_client.get(edit).context["form"]
    sent = typed(title="Half a ti", edition=restored["edition"].value())
    assert "after you opened it" in author_client.post(edit, sent).content.decode()


@pytest.mark.parametrize(
    "kept", ["%%%", "kind=nothing&effects-TOTAL_FORMS=x", "a" * 5000, "title=%00&minutes=-1"]
)
def test_whatever_is_kept_breaks_no_page(author_client, author, refunds, kept):
    EditingSession.objects.create(person=author, module=refunds, typed=kept, typed_at=timezone.now())
    assert author_client.get(address("edit", refunds)).status_code == 200


def test_what_was_left_long_ago_is_deleted(author, refunds):
    now = timezone.now()
    EditingSession.objects.create(person=author, module=refunds, seen_at=now - timedelta(days=2))
    mine = EditingSession.objects.create(person=author, typed="title=A", typed_at=now - timedelta(days=29))
    assert forget_sessions(as_of=now) == 1
    assert list(EditingSession.objects.all()) == [mine]


def test_too_much_is_not_kept_and_says_so(author_client, refunds, monkeypatch):
    monkeypatch.setattr("content.authoring.services.editing.MOST_TYPED", 10)
    said = autosave(author_client, address("edit", refunds)).content.decode()
    assert "too long to be kept" in said
    assert not EditingSession.objects.unsaved().exists()


def test_a_module_that_goes_takes_it_along(author, refunds):
    other = module("Another", skill(), 1, 2)
    EditingSession.objects.create(person=author, module=other, typed="a=b")
    other.delete()
    assert not EditingSession.objects.exists()
