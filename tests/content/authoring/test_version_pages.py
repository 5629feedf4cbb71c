"""The history of a module: what changed in each version, what a draft changes, and going back."""

from dataclasses import replace

import pytest
from django.urls import reverse

from content.authoring.reports import changes_between
from content.catalogue.models import Module
from content.catalogue.services import contents_of, edited_contents, save_draft, update_module
from lifow.base.text_changes import Mark, text_changes
from tests.flows.reading import words


def address(name: str, of: Module, *more: str) -> str:
    return reverse(f"content:{name}", args=[of.public_id, *more])


def change(of: Module, **said) -> None:
    update_module(module=of, contents=replace(contents_of(Module.objects.get(pk=of.pk)), **said))


@pytest.mark.django_db
@pytest.mark.usefixtures("without_reviews")
def test_each_version_says_what_it_changed(author_client, refunds):
    change(refunds, body="The fee stays.\n", minutes=6)
    change(refunds, body="The fee is returned.\n")
    page = words(author_client.get(address("versions", refunds)))
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    newest = refunds.versions.latest("number")
    html = author_client.get(address("version", refunds, newest.public_id)).content.decode()
    assert "<del>stays.</del><ins>is returned.</ins>" in html.replace("\n", "")
    assert "Restore" not in html, "it is what learners have"
    middle = words(author_client.get(address("version", refunds, refunds.versions.get(number=2).public_id)))
    assert "Minutes 4 6" in middle
    assert "Restore as a draft" in middle


@pytest.mark.django_db
@pytest.mark.usefixtures("without_reviews")
def test_a_draft_is_seen_and_published_or_discarded(author_client, learner_client, refunds):
    save_draft(module=refunds, contents=replace(edited_contents(refunds), title="Refunds now"), by=None)
    assert "Changes are not published yet." in words(author_client.get(address("module", refunds)))
    assert "not published yet" not in words(learner_client.get(address("module", refunds)))
    page = words(author_client.get(address("draft", refunds)))
    assert "Title The refund change Refunds now" in page
    author_client.post(address("publish", refunds))
    assert "Refunds now" in words(learner_client.get(address("module", refunds)))
    assert author_client.get(address("draft", refunds)).url == address("module", refunds)


@pytest.mark.django_db
@pytest.mark.usefixtures("without_reviews")
@pytest.mark.parametrize("act", ["publish", "discard"])
def test_a_draft_that_somebody_has_changed_meanwhile_is_read_again(author_client, refunds, act):
    save_draft(module=refunds, contents=replace(edited_contents(refunds), title="As I read it"), by=None)
    edition = author_client.get(address("draft", refunds)).context["edition"]
    save_draft(module=refunds, contents=replace(edited_contents(refunds), title="By another"), by=None)
    answer = author_client.post(address(act, refunds), {"edition": edition}, follow=True)
    assert "Somebody has changed the draft since you opened it." in words(answer)
    assert (Module.objects.get(pk=refunds.pk).title, edited_contents(refunds).title) == (
        "The refund change",
        "By another",
    )
    again = answer.context["edition"]
    assert author_client.post(address(act, refunds), {"edition": again}).status_code == 302
    shown = "By another" if act == "publish" else "The refund change"
    assert edited_contents(Module.objects.get(pk=refunds.pk)).title == shown


@pytest.mark.django_db
@pytest.mark.usefixtures("without_reviews")
def test_restoring_leads_to_what_it_would_change(author_client, refunds):
    change(refunds, title="Refunds now")
    first = refunds.versions.get(number=1)
    answer = author_client.post(address("restore", refunds, first.public_id))
    assert answer.url == address("draft", refunds)
    assert "Title Refunds now The refund change" in words(author_client.get(answer.url))
    author_client.post(address("discard", refunds))
    newest = refunds.versions.get(number=2)
    assert author_client.post(address("restore", refunds, newest.public_id)).url == address("module", refunds)


@pytest.mark.django_db
@pytest.mark.usefixtures("without_reviews")
def test_a_version_of_another_module_is_not_found(author_client, refunds, draft):
    change(refunds, title="Refunds now")
    elsewhere = refunds.versions.get(number=1).public_id
    assert author_client.get(address("version", draft, elsewhere)).status_code == 404
    assert author_client.post(address("restore", draft, elsewhere)).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("without_reviews")
def test_a_level_that_the_scale_has_no_more_is_told(author_client, refunds):
    change(refunds, title="Refunds now")
    first = refunds.versions.get(number=1)
    first.contents["effects"][0]["to_level"] = "9.00"
    first.save()
    answer = author_client.post(address("restore", refunds, first.public_id), follow=True)
    assert "within 0 to 5" in words(answer)


@pytest.mark.django_db
@pytest.mark.usefixtures("without_reviews")
def test_the_history_reads_as_often_for_many_versions(author_client, refunds, django_assert_max_num_queries):
    change(refunds, minutes=5)
    with django_assert_max_num_queries(12) as few:
        author_client.get(address("versions", refunds))
    for minutes in range(6, 12):
        change(refunds, minutes=minutes)
    with django_assert_max_num_queries(len(few)):
        author_client.get(address("versions", refunds))


@pytest.mark.django_db
@pytest.mark.usefixtures("without_reviews")
def test_nothing_differs_between_the_same(refunds):
    said = contents_of(refunds)
    assert not changes_between(said, said)
    (lost,) = changes_between(said, replace(said, effects=[])).fields
    assert (lost.before, lost.after) == ("Refund policy 1 → 3", "")


def test_lines_far_from_a_change_are_left_out():
    lines = [f"Line {number}\n" for number in range(12)]
    pieces = text_changes("".join(lines), "".join([*lines[:6], "Another line\n", *lines[7:]]))
    assert (pieces[0].mark, pieces[-1].mark) == (Mark.LEFT_OUT, Mark.LEFT_OUT)
    assert [one.text for one in pieces if one.mark == Mark.ADDED] == ["Another", "line"]
    assert "Line 0\n" not in "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new"), [("", "New"), ("Old", ""), ("a b c", "a c"), ("one\n" * 500, "two\n" * 500)]
)
def test_what_was_removed_and_added_is_the_two_texts(old, new):
    pieces = text_changes(old, new)
    assert "".join(one.text for one in pieces if one.mark != Mark.ADDED) == old
    assert "".join(one.text for one in pieces if one.mark != Mark.REMOVED) == new
