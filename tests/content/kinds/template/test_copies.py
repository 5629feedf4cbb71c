"""A copy is its writer's own: made once a click, undone by no other window, done when it is filled in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from content.activity.models import Activity
from content.catalogue.kinds import kind_of
from content.catalogue.models import ModuleVersion
from content.catalogue.services import archive_module, contents_of, update_module
from content.kinds.template import services
from content.kinds.template.changes import changes_of
from content.kinds.template.copies import comments_of, edition_of
from content.kinds.template.models import TemplateCopy
from content.kinds.template.services import (
    CopyChangedError,
    CopyError,
    Reply,
    decide_change,
    make_copy,
    save_copy,
    share_copy,
)
from content.planning.services import move_learning
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import merge_people
from tests.company import NOON, module, person, skill

pytestmark = pytest.mark.django_db


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page_of(copy, name: str = "copy") -> str:
    return reverse(f"content:{name}", args=[copy.public_id])


def filled(client, copy) -> dict[str, str]:
    """The form of a copy as a page gives it."""
    form = client.get(page_of(copy)).context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (False, None)}


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def make(client, template, key: str = "k"):
    return client.post(reverse("content:make_copy", args=[template.public_id]), {"idempotency_key": key})


def test_a_double_click_makes_one_copy_and_begins_the_module(learner_client, abena, brief):
    first, second = make(learner_client, brief), make(learner_client, brief)
    made = TemplateCopy.objects.get()
    assert first.url == second.url == page_of(made)
    assert (made.person, made.text, made.version.number) == (abena, brief.body, 1)
    assert Activity.objects.get(person=abena).module == brief


def test_a_second_copy_is_numbered_and_the_page_of_the_template_lists_both(learner_client, brief):
    make(learner_client, brief)
    make(learner_client, brief, "other")
    page = learner_client.get(reverse("content:module", args=[brief.public_id])).content.decode()
    assert "A brief on one page (2)" in page
    assert "Make another copy" in page
    assert "2 of 2 comments open" in learner_client.get(reverse("content:copies")).content.decode()


def test_what_is_no_published_template_is_not_copied(learner_client, refunds, brief):
    assert "no published template" in said(make(learner_client, refunds))
    archive_module(module=brief)
    assert make(learner_client, brief).status_code == 404
    assert not TemplateCopy.objects.exists()


def test_nobody_has_more_copies_than_they_can_look_through(abena, brief, monkeypatch):
    monkeypatch.setattr(services, "MOST_COPIES", 1)
    make_copy(person=abena, module=brief, idempotency_key="1", as_of=NOON)
    with pytest.raises(CopyError, match="Delete one"):
        make_copy(person=abena, module=brief, idempotency_key="2", as_of=NOON)


def test_comments_stand_beside_the_text_in_its_order_and_go_along_with_their_passages(
    learner_client, copy, body
):
    fields = filled(learner_client, copy)
    fields["text"] = body.replace("[One person.]", "Karin, office manager").replace("\n", "\r\n")
    fields |= {"answer-a": "I asked sales.", "resolved-b": "on"}
    assert learner_client.post(page_of(copy), fields).url == page_of(copy)
    copy.refresh_from_db()
    first, second = comments_of(copy)
    assert copy.text[slice(*first.place)] == "Karin, office manager"
    assert copy.text[slice(*second.place)] == "[date]"
    assert copy.text[: second.place[0]].endswith("[date] of ")
    assert (first.answer, first.is_resolved, second.is_resolved) == ("I asked sales.", False, True)
    page = learner_client.get(page_of(copy)).content.decode()
    assert "“Karin, office manager”" in page
    assert "0 of 2 comments open" in page


def test_a_comment_whose_passage_is_gone_stays_and_says_so(learner_client, copy):
    learner_client.post(page_of(copy), {**filled(learner_client, copy), "text": "Something else."})
    page = learner_client.get(page_of(copy)).content.decode()
    assert page.count("Not in your text any more:") == 2
    assert "A group cannot read." in page


def test_two_windows_do_not_undo_each_other(learner_client, copy):
    here, there = filled(learner_client, copy), filled(learner_client, copy)
    learner_client.post(page_of(copy), {**there, "text": "Written there."})
    response = learner_client.post(page_of(copy), {**here, "text": "Written here."})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Written here." in page
    assert "Written there." in page
    copy.refresh_from_db()
    assert copy.text == "Written there."
    again = {**here, "text": "Written here.", "edition": response.context["form"]["edition"].value()}
    learner_client.post(page_of(copy), again)
    copy.refresh_from_db()
    assert copy.text == "Written here."


def test_the_same_text_from_two_windows_is_no_conflict(learner_client, copy):
    here, there = filled(learner_client, copy), filled(learner_client, copy)
    for fields in (there, here):
        assert learner_client.post(page_of(copy), {**fields, "text": "The same."}).status_code == 302


def autosave(client, copy, fields):
    return client.post(page_of(copy), {**fields, "autosave": "1"}, headers={"HX-Request": "true"})


def test_a_page_that_saves_by_itself_gets_its_edition_and_the_text_as_it_is_read(learner_client, copy):
    fields = filled(learner_client, copy)
    response = autosave(learner_client, copy, {**fields, "text": "**Now**"})
    copy.refresh_from_db()
    assert copy.text == "**Now**"
    assert f'value="{edition_of(copy)}"' in response.content.decode()
    assert "<strong>Now</strong>" in response.content.decode()


def test_a_window_whose_answer_was_lost_goes_on(learner_client, copy):
    fields = filled(learner_client, copy)
    autosave(learner_client, copy, {**fields, "text": "One"})
    assert autosave(learner_client, copy, {**fields, "text": "One two"}).status_code == 200
    copy.refresh_from_db()
    assert copy.text == "One two"


def test_what_saves_by_itself_stops_where_another_window_has_saved(learner_client, copy):
    here, there = filled(learner_client, copy), filled(learner_client, copy)
    autosave(learner_client, copy, {**there, "text": "There"})
    response = autosave(learner_client, copy, {**here, "text": "Here"})
    assert response.status_code == 422
    assert f'value="{here["edition"]}"' in response.content.decode()
    copy.refresh_from_db()
    assert copy.text == "There"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", " ", "Give your copy a title"),
        ("title", "x" * 201, "at most 200"),
        ("answer-a", "\x00", "Null"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_typed_is_lost(learner_client, copy, field, value, message):
    fields = {**filled(learner_client, copy), "text": "My own words.", field: value}
    response = learner_client.post(page_of(copy), fields)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert "My own words." in response.content.decode()


def test_services_refuse_a_text_that_is_too_long(copy):
    with pytest.raises(CopyError, match="Shorten it"):
        save_copy(copy=copy, title="A", text="x" * 200_001, replies={})


def test_writing_in_a_copy_that_was_deleted_says_so(learner_client, copy):
    other = TemplateCopy.objects.get(pk=copy.pk)
    learner_client.post(page_of(copy, "delete_copy"))
    with pytest.raises(CopyError, match="was deleted"):
        save_copy(copy=other, title="A", text="B", replies={})


def test_whose_copy_it_is_not_knows_nothing_of_it(client, copy):
    client = signed_in(person("Kofi Mensah"))
    for name in ("copy", "copy_changes", "copy_file"):
        assert client.get(page_of(copy, name)).status_code == 404
    for name in ("copy", "copy_changes", "share_copy", "delete_copy"):
        assert client.post(page_of(copy, name), {"share": "1"}).status_code == 404
    assert TemplateCopy.objects.filter(shared_at=None).exists()


def test_a_manager_reads_what_is_shared_as_long_as_it_is(copy, abena, learner_client):
    manager = person("Marta Kowalczyk")
    abena.employments.update(manager=manager)
    client = signed_in(manager)
    assert client.get(page_of(copy)).status_code == 404
    learner_client.post(page_of(copy, "share_copy"), {"share": "1"})
    page = client.get(page_of(copy)).content.decode()
    assert "A group cannot read." in page
    assert "<textarea" not in page.partition('id="main"')[2]
    assert client.post(page_of(copy), {"title": "x"}).status_code == 404
    learner_client.post(page_of(copy, "share_copy"), {"share": "0"})
    assert client.get(page_of(copy)).status_code == 404


def test_sharing_twice_keeps_since_when(copy):
    share_copy(copy=copy, is_shared=True, as_of=NOON)
    share_copy(copy=copy, is_shared=True, as_of=NOON + timedelta(days=1))
    copy.refresh_from_db()
    assert copy.shared_at == NOON


def test_a_template_is_done_with_a_copy_that_is_filled_in_and_replied_to(learner_client, abena, brief):
    done = reverse("content:complete", args=[brief.public_id])
    assert "Make your copy first" in said(learner_client.post(done))
    made = make_copy(person=abena, module=brief, idempotency_key="1", as_of=NOON)
    assert "Write something in" in said(learner_client.post(done))
    save_copy(copy=made, title="Mine", text=made.text + "\nKarin\n", replies={"a": Reply("Asked.")})
    assert "1 comment in “Mine” is open" in said(learner_client.post(done))
    save_copy(copy=made, title="Mine", text=made.text + "\nKarin\n", replies={"b": Reply(is_resolved=True)})
    assert kind_of("template").left_to_do(brief, abena) == ""
    learner_client.post(done)
    assert Activity.objects.completed().filter(person=abena, module=brief).exists()


def change(brief, **contents) -> None:
    update_module(module=brief, contents=replace(contents_of(brief), **contents))
    brief.refresh_from_db()


def test_a_change_of_the_template_is_taken_over_or_left_by_choice(learner_client, copy, brief, body):
    save_copy(copy=copy, title="Mine", text=body.replace("[One person.]", "Karin"), replies={})
    new = body.replace("[One person.]", "[One reader.]").replace("[One sentence.]", "[One short sentence.]")
    change(brief, body=new)
    assert "The template has changed since: 2 changes." in learner_client.get(page_of(copy)).content.decode()
    page = learner_client.get(page_of(copy, "copy_changes"))
    below, replaced = (row["change"] for row in page.context["changes"])
    assert "You have written there:" in page.content.decode()
    learner_client.post(page_of(copy, "copy_changes"), {"decide": f"take:{replaced.id}"})
    learner_client.post(page_of(copy, "copy_changes"), {"decide": f"leave:{below.id}"})
    copy.refresh_from_db()
    assert copy.text == new.replace("[One reader.]", "Karin")
    assert "has changed since" not in learner_client.get(page_of(copy)).content.decode()
    again = learner_client.post(page_of(copy, "copy_changes"), {"decide": f"take:{replaced.id}"})
    assert "was decided already" in said(again)
    assert [one.place is None for one in comments_of(copy)] == [False, False]


def test_comments_of_a_new_version_are_taken_over_and_answers_stay(copy, brief):
    save_copy(copy=copy, title="Mine", text="Karin\n\n" + copy.text, replies={"a": Reply("Asked.")})
    comments = [
        {"key": "b", "quote": "[date]", "occurrence": 2, "text": "The last day."},
        {"key": "c", "quote": "[One sentence.]", "occurrence": 1, "text": "Without “and”."},
    ]
    change(brief, parts={"comments": comments})
    for _ in range(3):
        copy = TemplateCopy.objects.select_related("module").get()
        found = changes_of(copy)
        copy = decide_change(copy=copy, change_id=found.comments[0].id, is_taken=True)
    copy = TemplateCopy.objects.select_related("module").get()
    by_key = {one.key: one for one in comments_of(copy)}
    assert (by_key["a"].answer, by_key["a"].is_resolved) == ("Asked.", True)
    assert by_key["b"].text == "The last day."
    assert copy.text[slice(*by_key["c"].place)] == "[One sentence.]"


def test_a_window_that_was_open_while_a_change_was_taken_over_is_told(learner_client, copy, brief, body):
    fields = filled(learner_client, copy)
    change(brief, body=body + "\nOne line more.\n")
    page = learner_client.get(page_of(copy, "copy_changes"))
    (row,) = page.context["changes"]
    learner_client.post(page_of(copy, "copy_changes"), {"decide": f"take:{row['change'].id}"})
    response = learner_client.post(page_of(copy), {**fields, "text": body + "\nMine.\n"})
    assert response.status_code == 422
    assert "One line more." in response.content.decode()


def test_the_version_of_a_copy_is_what_the_template_said_then(abena, brief, body):
    change(brief, minutes=3)
    made = make_copy(person=abena, module=brief, idempotency_key="1", as_of=NOON)
    assert ModuleVersion.objects.latest("number") == made.version
    assert made.version.contents["body"] == body


@pytest.mark.parametrize(
    "stored", [[], [1, None, {}], [{"key": "a", "text": "b", "place": [5, 2]}], ["a"], [[]]]
)
def test_whatever_is_stored_as_comments_the_pages_open(learner_client, copy, stored):
    TemplateCopy.objects.filter(pk=copy.pk).update(comments=stored, base_comments=stored)
    for name in ("copy", "copies", "copy_changes"):
        address = reverse("content:copies") if name == "copies" else page_of(copy, name)
        assert learner_client.get(address).status_code == 200
    for format in ("docx", "md", "txt"):
        file = page_of(copy, "copy_file") + f"?format={format}&comments=on"
        assert learner_client.get(file).status_code == 200


def test_a_template_that_became_an_article_leaves_its_copies_as_they_are(learner_client, copy, brief):
    change(brief, kind="article", body="Another text.")
    assert "has changed since" not in learner_client.get(page_of(copy)).content.decode()


def test_copies_are_the_kept_persons_when_records_are_merged(copy, abena):
    kept = person("Abena Osei")
    hr = person("Ruth Amankwah", is_hr_admin=True)
    merge_people(kept=kept, merged=abena, merged_by=hr, merged_at=NOON)
    move_learning(merge_id=PersonMerge.objects.get().pk, as_of=NOON)
    copy.refresh_from_db()
    assert copy.person == kept


def test_more_copies_take_no_more_queries(learner_client, abena, brief, django_assert_max_num_queries):
    for number in range(2):
        make_copy(person=abena, module=brief, idempotency_key=f"n{number}", as_of=NOON)
    with django_assert_max_num_queries(8) as few:
        learner_client.get(reverse("content:copies"))
    for number in range(2, 8):
        other = module(f"Template {number}", skill("Writing"), 1, 2, kind="template", body="x")
        make_copy(person=abena, module=other, idempotency_key=f"n{number}", as_of=NOON)
    with django_assert_max_num_queries(len(few)):
        learner_client.get(reverse("content:copies"))


def test_another_windows_save_is_told_by_the_service_with_what_is_there(copy):
    before = edition_of(copy)
    save_copy(copy=copy, title="A", text="One", replies={}, based_on=before, window="a")
    with pytest.raises(CopyChangedError) as told:
        save_copy(copy=copy, title="A", text="Two", replies={}, based_on=before, window="b")
    assert told.value.copy.text == "One"
