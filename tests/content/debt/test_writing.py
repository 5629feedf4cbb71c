"""Gaps, topics and searches become writing tasks, which end when a module is published."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.authoring.models import ModuleOwner
from content.catalogue.models import ModuleVersion
from content.catalogue.services import contents_of, publish_module, save_draft
from content.debt.choices import DebtKind, TaskState, WishState
from content.debt.models import ContentDebt, Wish, WishPerson, WritingTask
from content.debt.reports import subject_of, wishes_for
from content.debt.services import (
    Terms,
    WishError,
    WritingTaskError,
    answer_wish,
    ask_for_topic,
    cancel_task,
    change_task,
    close_covered,
    decline_wish,
    finish_task,
    join_wish,
    leave_wish,
    list_debt,
    open_task,
    tell_due_tasks,
    weight_of,
)
from content.planning.services import complete_module
from content.searches.models import FailedSearch
from content.votes.services import vote_on_module
from lifow.notifications.models import Message
from tests.backing.worlds import world
from tests.company import compute, count_up, give, module, observe, person, role, skill
from tests.flows.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
NOW = timezone.now()


@world
def author():
    return person("Ines Carvalho", is_author=True)


@world
def other():
    return person("Tomás Lima", is_author=True)


@world
def learners():
    """Four who lack a level of Refund policy, critical for their role, and of SQL."""
    needs = role("Specialist", Refund_policy=(3, 1, True), SQL=2)
    rater = person("Marta Kowalczyk")
    made = [person(f"Learner {number}") for number in range(4)]
    for one in made:
        give(one, needs)
        for name, level in (("Refund policy", 2), ("SQL", 1)):
            observe(one, skill(name), level)
            observe(one, skill(name), level, source="observed", rater=rater)
    compute(*made)
    count_up()
    return made


def terms(owner, days: int = 9) -> Terms:
    return Terms(owner, timezone.localdate() + timedelta(days=days))


def task_for(key: str, owner, days: int = 9) -> WritingTask:
    return open_task(subject=subject_of(key), terms=terms(owner, days), by=owner, as_of=NOW)


def open_messages(who) -> list[str]:
    return sorted(Message.objects.open().filter(receiver=who).values_list("kind", flat=True))


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


# What to write


def test_gaps_without_a_module_are_listed_by_gap_headcount_and_criticality(learners):
    module("SQL for experts", skill("SQL"), 4, 5)
    count_up()
    list_debt(as_of=NOW)
    rows = ContentDebt.objects.order_by("-weight")
    assert [(str(row.skill), row.kind, row.people, row.critical) for row in rows] == [
        ("Refund policy", DebtKind.ABSENT, 4, 4),
        ("SQL", DebtKind.WRONG_LEVEL, 4, 0),
    ]
    assert rows[0].weight == pytest.approx(2 * rows[0].gap)


@pytest.mark.parametrize(
    ("gap", "people", "critical", "weight"), [(3, 4, 0, 3), (3, 4, 2, 4.5), (3, 4, 4, 6), (0, 0, 0, 0)]
)
def test_what_is_critical_weighs_up_to_twice_as_much(gap, people, critical, weight):
    assert weight_of(gap, people, critical) == weight


def test_a_module_past_review_is_listed_with_the_gaps_that_it_is_for(learners):
    refunds = module("Refunds", skill("Refund policy"), 2, 3)
    ModuleOwner.objects.create(module=refunds, review_on=timezone.localdate() - timedelta(days=1))
    count_up()
    list_debt(as_of=NOW)
    row = ContentDebt.objects.get(kind=DebtKind.PAST_REVIEW)
    assert (row.module, row.people, row.subject) == (refunds, 4, f"module:{refunds.public_id}")


def test_a_module_that_hardly_helped_is_listed_and_a_new_version_is_not(learners):
    refunds = module("Refunds", skill("Refund policy"), 2, 3, status="draft")
    publish_module(module=refunds)
    for number in range(5):
        voter = person(f"Voter {number}")
        complete_module(person=voter, module=refunds, completed_at=NOW)
        vote_on_module(person=voter, module=refunds, is_helpful=False, words="", as_of=NOW)
    count_up()
    list_debt(as_of=NOW)
    assert ContentDebt.objects.get(kind=DebtKind.HARDLY_HELPFUL).module == refunds
    save_draft(module=refunds, contents=replace(contents_of(refunds), body="Shorter."), by=None)
    publish_module(module=refunds)
    list_debt(as_of=NOW)
    assert not ContentDebt.objects.filter(kind=DebtKind.HARDLY_HELPFUL).exists()


def test_the_list_made_twice_is_the_same(learners):
    count_up()
    assert list_debt(as_of=NOW) == list_debt(as_of=NOW) == ContentDebt.objects.count() > 0


@pytest.mark.parametrize(
    "key",
    [
        "",
        "step:",
        "step:skl_1:1:2",
        "step:{skill}:2:1",
        "step:{skill}:a:b",
        "step:{skill}:1:99",
        "step:{skill}:nan:2",
        "module:mod_1",
        "wish:wsh_1",
        "search:few",
        "other:1",
        "step:{skill}:1",
        "x" * 300,
    ],
)
def test_a_subject_that_is_none_is_none(key):
    FailedSearch.objects.create(query="few", times=9, people_bits=1, last_at=NOW)
    assert subject_of(key.replace("{skill}", skill().public_id)) is None


# Writing tasks


def test_whoever_is_asked_is_told_and_a_second_click_asks_nobody_twice(author, other):
    key = f"step:{skill().public_id}:1:2"
    first = task_for(key, author)
    again = open_task(subject=subject_of(key), terms=terms(other), by=other, as_of=NOW)
    assert again == first
    assert (again.owner, open_messages(author), open_messages(other)) == (author, ["writing_task"], [])


def test_a_task_ends_when_a_module_for_its_step_is_published(author):
    task = task_for(f"step:{skill().public_id}:1:2", author)
    module("Too high", skill(), 2, 3)
    assert close_covered(as_of=NOW) == 0
    covering = module("Just right", skill(), 1, 3)
    assert close_covered(as_of=NOW) == 1
    task.refresh_from_db()
    assert (task.state, task.written, open_messages(author)) == (TaskState.DONE, covering, [])


def test_work_on_a_module_ends_with_its_next_version(author):
    refunds = module("Refunds", skill(), 1, 2)
    task = task_for(f"module:{refunds.public_id}", author)
    assert close_covered(as_of=NOW) == 0
    ModuleVersion.objects.create(
        module=refunds, number=9, contents={}, published_at=task.opened_at + timedelta(hours=1)
    )
    assert close_covered(as_of=NOW) == 1


def test_publishing_closes_what_it_covers_by_an_event(author, django_capture_on_commit_callbacks):
    from lifow.events.services import deliver_due

    task = task_for(f"step:{skill().public_id}:1:2", author)
    draft = module("Just right", skill(), 1, 2, status="draft")
    publish_module(module=draft, by=author)
    deliver_due(as_of=timezone.now() + timedelta(minutes=1), limit=100)
    task.refresh_from_db()
    assert task.state == TaskState.DONE


def test_another_owner_is_told_and_the_first_is_not_any_more(author, other):
    task = task_for(f"step:{skill().public_id}:1:2", author)
    change_task(task=task, terms=terms(other, 20), as_of=NOW)
    assert (open_messages(author), open_messages(other)) == ([], ["writing_task"])


def test_what_is_cancelled_stays_so_and_can_be_asked_for_again(author):
    key = f"step:{skill().public_id}:1:2"
    task = task_for(key, author)
    cancel_task(task=task, as_of=NOW)
    cancel_task(task=task, as_of=NOW)
    assert (WritingTask.objects.get().state, open_messages(author)) == (TaskState.CANCELLED, [])
    with pytest.raises(WritingTaskError):
        change_task(task=task, terms=terms(author), as_of=NOW)
    assert task_for(key, author) != task


def test_an_owner_is_told_once_before_the_day(author):
    task_for(f"step:{skill().public_id}:1:2", author, days=3)
    task_for(f"step:{skill().public_id}:2:3", author, days=4)
    assert (tell_due_tasks(as_of=NOW), tell_due_tasks(as_of=NOW)) == (1, 0)
    assert open_messages(author) == ["writing_task", "writing_task", "writing_task_due"]


@pytest.mark.parametrize(("field", "change"), [("due_on", {"days": -1}), ("owner", {"owner": "learner"})])
def test_a_task_that_cannot_be_is_refused(author, field, change):
    owner = person("Abena Osei") if "owner" in change else author
    with pytest.raises(WritingTaskError) as refused:
        task_for(f"step:{skill().public_id}:1:2", owner, change.get("days", 9))
    assert refused.value.field == field
    assert not WritingTask.objects.exists()


def test_a_draft_closes_no_task(author):
    task = task_for(f"step:{skill().public_id}:1:2", author)
    with pytest.raises(WritingTaskError):
        finish_task(task=task, module=module("Draft", skill(), 1, 2, status="draft"), as_of=NOW)


# Topics


def test_what_is_asked_for_twice_is_one_topic_with_two_people(learners):
    first, second, *_rest = learners
    wish = ask_for_topic(person=first, text="Chargebacks in Norway", as_of=NOW)
    assert ask_for_topic(person=second, text="  chargebacks   in norway ", as_of=NOW) == wish
    ask_for_topic(person=first, text="Chargebacks in Norway", as_of=NOW)
    assert wish.people.count() == 2
    assert str(wish) == "Chargebacks in Norway"


def test_all_who_asked_hear_of_the_module(learners, author):
    wish = ask_for_topic(person=learners[0], text="Chargebacks", as_of=NOW)
    join_wish(wish=wish, person=learners[1], as_of=NOW)
    task = task_for(f"wish:{wish.public_id}", author)
    written = module("When a customer disputes", skill(), 1, 2)
    finish_task(task=task, module=written, as_of=NOW)
    finish_task(task=task, module=written, as_of=NOW)
    wish.refresh_from_db()
    assert (wish.state, wish.module) == (WishState.ANSWERED, written)
    assert [open_messages(one) for one in learners] == [["wish_closed"], ["wish_closed"], [], []]
    text = words(signed_in(learners[0]).get(reverse("content:wishes")))
    assert "There is a module: When a customer disputes" in text


def test_a_new_module_that_a_search_finds_closes_a_topic(learners, author):
    module("Chargebacks of old", skill(), 1, 2)
    wish = ask_for_topic(person=learners[0], text="Chargebacks", as_of=NOW)
    task = task_for(f"wish:{wish.public_id}", author)
    assert close_covered(as_of=NOW) == 0, "it was there before, and did not help"
    draft = module("Chargebacks, step by step", skill(), 1, 2, status="draft")
    publish_module(module=draft, by=author)
    assert close_covered(as_of=NOW) == 1
    task.refresh_from_db()
    assert task.written == draft


def test_a_topic_that_nobody_asks_for_any_more_is_gone(learners, author):
    wish = ask_for_topic(person=learners[0], text="Chargebacks", as_of=NOW)
    leave_wish(wish=wish, person=learners[0], as_of=NOW)
    assert not Wish.objects.exists()
    written_on = ask_for_topic(person=learners[0], text="Disputes", as_of=NOW)
    task_for(f"wish:{written_on.public_id}", author)
    leave_wish(wish=written_on, person=learners[0], as_of=NOW)
    assert Wish.objects.filter(pk=written_on.pk).exists(), "somebody writes on it"


def test_a_topic_is_declined_with_a_reason(learners):
    wish = ask_for_topic(person=learners[0], text="Chargebacks", as_of=NOW)
    with pytest.raises(WishError):
        decline_wish(wish=wish, note="  ", as_of=NOW)
    decline_wish(wish=wish, note="The bank teaches it.", as_of=NOW)
    answer_wish(wish=wish, module=module("Late", skill(), 1, 2), as_of=NOW)
    wish.refresh_from_db()
    assert (wish.state, wish.module) == (WishState.DECLINED, None)


@pytest.mark.parametrize("text", ["", "ab", "x" * 201, "bad\x07bell"])
def test_words_that_say_nothing_are_refused_and_kept_in_the_form(learners, text):
    page = signed_in(learners[0]).post(reverse("content:wishes"), {"text": text})
    assert page.status_code == 422
    assert not Wish.objects.exists()


def test_nobody_asks_for_more_than_is_read(learners):
    for number in range(20):
        ask_for_topic(person=learners[0], text=f"Topic {number}", as_of=NOW)
    with pytest.raises(WishError):
        ask_for_topic(person=learners[0], text="Topic 21", as_of=NOW)
    ask_for_topic(person=learners[0], text="Topic 3", as_of=NOW)
    assert WishPerson.objects.count() == 20


def test_who_asks_is_told_to_nobody(learners, author):
    ask_for_topic(person=learners[0], text="Chargebacks", as_of=NOW)
    text = words(signed_in(author).get(reverse("content:writing") + "?show=topics"))
    assert "Chargebacks" in text
    assert str(learners[0]) not in text
    assert [one.is_own for one in wishes_for(learners[1])] == [False]


# Pages


@pytest.mark.parametrize("show", ["gaps", "topics", "searches", "tasks", "closed", "else"])
def test_every_list_is_flat(learners, author, show, django_assert_max_num_queries):
    count_up()
    list_debt(as_of=NOW)
    for number in range(12):
        wish = ask_for_topic(person=learners[0], text=f"Topic {number}", as_of=NOW)
        task_for(f"wish:{wish.public_id}", author)
    client = signed_in(author)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("content:writing"), {"show": show}).status_code == 200


def test_a_gap_is_assigned_on_its_page_and_what_is_wrong_is_kept(learners, author):
    count_up()
    list_debt(as_of=NOW)
    client = signed_in(author)
    subject = ContentDebt.objects.order_by("-weight")[0].subject
    sent = {"subject": subject, "owner": author.public_id, "due_on": "", "note": "With a case."}
    page = client.post(reverse("content:new_task"), sent)
    assert page.status_code == 422
    assert "With a case." in page.content.decode()
    client.post(reverse("content:new_task"), sent | {"due_on": timezone.localdate().isoformat()})
    task = WritingTask.objects.get()
    assert (task.owner, task.note) == (author, "With a case.")
    assert str(author) in words(client.get(reverse("content:writing")))
    client.post(reverse("content:writing_task", args=[task.public_id]), {"act": "cancel"})
    assert WritingTask.objects.get().state == TaskState.CANCELLED


def test_a_search_without_a_result_is_counted_and_one_with_a_result_is_not(learners):
    module("Fees", skill(), 1, 2)
    client = signed_in(learners[0])
    client.post(reverse("content:nothing_found"), {"q": "Fees"})
    assert not FailedSearch.objects.exists()
    client.post(reverse("content:nothing_found"), {"q": "Kubernetes"})
    assert FailedSearch.objects.get().query == "kubernetes"
    page = client.get(reverse("content:modules"), {"q": "Kubernetes"}).content.decode()
    assert f"{reverse('content:wishes')}?about=Kubernetes" in page


def test_drafts_of_a_topic_are_not_told(author):
    refunds = module("Refunds", skill(), 1, 2)
    save_draft(module=refunds, contents=contents_of(refunds), by=author)
    assert subject_of(f"module:{refunds.public_id}").title == "Work on “Refunds”"
