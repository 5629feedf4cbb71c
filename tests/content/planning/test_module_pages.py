"""Reading a module, beginning and finishing it, and choosing the minutes a week."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from content.activity.models import Activity
from content.planning.models import LearningTime, Plan
from content.planning.services import complete_module, pause_module, refresh_plans, set_learning_time
from tests.company import NOON, compute, module, person, skill

pytestmark = pytest.mark.django_db
MINUTES = reverse("content:learning_time")
READ = {"is_read": "on"}


def address(name: str, of) -> str:
    return reverse(f"content:{name}", args=[of.public_id])


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_a_module_is_shown_with_what_it_raises_and_where_the_reader_stands(learner_client, refunds):
    page = learner_client.get(address("module", refunds)).content.decode()
    assert "<h2>Why</h2>" in page
    assert "1 → 3" in page
    assert "Needed 3" in page
    assert ">Done</button>" in page


def test_what_comes_before_and_after_is_named(learner_client, refunds):
    before, after = module("First this", skill(), 0, 1), module("Then that", skill(), 3, 4)
    refunds.prerequisites.add(before)
    after.prerequisites.add(refunds)
    page = learner_client.get(address("module", refunds)).content.decode()
    assert "First this" in page
    assert "Then that" in page


def test_what_it_is_filed_under_leads_to_its_like(learner_client):
    filed = module("Two sizes", skill(), 1, 2, facets={"account_size": ["small"]})
    page = learner_client.get(address("module", filed)).content.decode()
    assert "Account size" in page
    assert f'href="{reverse("content:modules")}?facet.account_size=small"' in page


def test_reading_writes_nothing(learner_client, refunds):
    learner_client.get(address("module", refunds))
    assert not Activity.objects.exists()


@pytest.mark.parametrize("name", ["module", "start", "complete"])
def test_a_draft_does_not_exist_for_a_learner(learner_client, draft, name):
    send = learner_client.get if name == "module" else learner_client.post
    assert send(address(name, draft)).status_code == 404
    assert not Activity.objects.exists()


def test_an_author_reads_a_draft_and_can_publish_it(author_client, draft):
    page = author_client.get(address("module", draft)).content.decode()
    assert "Learners cannot see it." in page
    assert ">Review and publish</a>" in page
    assert ">Done</button>" not in page


@pytest.mark.parametrize("name", ["module", "start", "complete"])
def test_a_stranger_signs_in_first(client, refunds, name):
    assert client.post(address(name, refunds)).status_code == 302
    assert not Activity.objects.exists()


@pytest.mark.parametrize("name", ["module", "start", "complete"])
def test_an_id_of_nothing_is_not_found(learner_client, name):
    wrong = reverse(f"content:{name}", args=["mod_none"])
    assert learner_client.post(wrong).status_code == (405 if name == "module" else 404)
    assert learner_client.get(wrong).status_code == (404 if name == "module" else 405)


def test_beginning_leads_to_the_module(learner_client, abena, refunds):
    response = learner_client.post(address("start", refunds))
    assert response.url == address("module", refunds)
    assert Activity.objects.open().get(person=abena).module == refunds


def test_going_on_later_leads_home(learner_client, refunds):
    response = learner_client.post(address("start", refunds), {"then": "home"})
    assert response.url == reverse("portal:home")
    assert "You can resume" in said(response)


def test_finishing_leads_home_and_names_the_next_step(learner_client, abena, refunds):
    other = module("Worry before question", skill("Refund policy"), 1, 2)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    response = learner_client.post(address("complete", other), READ)
    assert response.url == reverse("portal:home")
    assert said(response) == "“Worry before question” is done. Next: “The refund change”, 4 min."
    after = said(learner_client.post(address("complete", refunds), READ))
    assert after.endswith("“The refund change” is done. Next: rate yourself in Refund policy.")


def test_finishing_the_last_of_the_weeks_minutes_says_so(learner_client, abena, refunds):
    module("Worry before question", skill("Refund policy"), 1, 2)
    set_learning_time(person=abena, minutes_per_week=5, as_of=NOON)
    assert said(learner_client.post(address("complete", refunds), READ)).endswith("This week’s plan is done.")


def test_finishing_says_where_no_further_step_fits_into_a_week(learner_client, abena, refunds):
    module("A long course", skill("Refund policy"), 1, 2, minutes=50)
    set_learning_time(person=abena, minutes_per_week=9, as_of=NOON)
    other = module("Write a query", skill("SQL"), 1, 2)
    refunds.delete()
    assert said(learner_client.post(address("complete", other), READ)) == (
        "“Write a query” is done. No other step fits into your minutes a week."
    )


def test_finishing_says_where_the_gaps_have_no_module(learner_client):
    other = module("Write a query", skill("SQL"), 1, 2)
    assert said(learner_client.post(address("complete", other), READ)) == (
        "“Write a query” is done. There is no other module for your gaps yet."
    )


def test_finishing_says_where_all_is_done_that_can_be_followed(learner_client, abena, refunds):
    before = NOON - timedelta(days=30)
    Activity.objects.create(
        person=abena, module=refunds, started_at=before, touched_at=before, completed_at=before
    )
    other = module("Write a query", skill("SQL"), 1, 2)
    assert said(learner_client.post(address("complete", other), READ)).endswith(
        "You have done every module for your level."
    )


def test_finishing_says_where_nothing_is_missing(client):
    kofi = person("Kofi Mensah")
    compute(kofi)
    client.force_login(kofi)
    other = module("Write a query", skill("SQL"), 1, 2)
    assert said(client.post(address("complete", other), READ)).endswith("You have no gaps for your role.")


def test_finishing_promises_nothing_to_whoever_has_no_plan(author_client):
    other = module("Write a query", skill("SQL"), 1, 2)
    assert said(author_client.post(address("complete", other), READ)) == "“Write a query” is done."


def test_a_double_click_finishes_once(learner_client, refunds):
    for _ in range(2):
        assert learner_client.post(address("complete", refunds), READ).status_code == 302
    assert Activity.objects.completed().count() == 1


def test_what_is_done_says_so_and_offers_no_button(learner_client, refunds):
    learner_client.post(address("complete", refunds), READ)
    page = learner_client.get(address("module", refunds)).content.decode()
    assert "You have done this module." in page
    assert ">Done</button>" not in page


def test_more_neighbours_take_no_more_queries(learner_client, refunds, django_assert_max_num_queries):
    refunds.prerequisites.add(module("Before", skill(), 0, 1))
    module("After", skill(), 3, 4).prerequisites.add(refunds)
    with django_assert_max_num_queries(12) as few:
        learner_client.get(address("module", refunds))
    for number in range(5):
        refunds.prerequisites.add(module(f"Before {number}", skill(), 0, 1))
        module(f"After {number}", skill(), 3, 4).prerequisites.add(refunds)
        refunds.effects.create(skill=skill(f"Skill {number}"), from_level=1, to_level=2)
    with django_assert_max_num_queries(len(few)):
        learner_client.get(address("module", refunds))


def test_the_minutes_begin_with_what_holds_now(learner_client):
    assert 'value="30"' in learner_client.get(MINUTES).content.decode()


def test_new_minutes_make_a_new_plan(learner_client, abena, refunds):
    response = learner_client.post(MINUTES, {"minutes": "3"})
    assert response.url == reverse("portal:home")
    assert LearningTime.objects.get(person=abena).minutes_per_week == 3
    assert Plan.objects.get(person=abena).outcome == Plan.Outcome.NOTHING_FITS


def test_critical_skills_come_first_until_that_is_turned_off(learner_client, abena):
    assert "checked" in learner_client.get(MINUTES).content.decode()
    learner_client.post(MINUTES, {"minutes": "30", "critical_first": "on"})
    assert Plan.objects.get(person=abena).critical_first
    learner_client.post(MINUTES, {"minutes": "30"})
    assert not Plan.objects.get(person=abena).critical_first
    assert "checked" not in learner_client.get(MINUTES).content.decode()


@pytest.mark.parametrize("minutes", ["", "-1", "601", "many", "2.5"])
def test_minutes_that_do_not_work_keep_what_was_typed(learner_client, minutes):
    response = learner_client.post(MINUTES, {"minutes": minutes})
    assert response.status_code == 422
    assert f'value="{minutes}"' in response.content.decode() or not minutes
    assert not LearningTime.objects.exists()


def test_minutes_are_chosen_by_whoever_is_signed_in(client):
    assert client.post(MINUTES, {"minutes": "10"}).status_code == 302
    assert not LearningTime.objects.exists()


def test_a_started_module_of_more_than_a_week_can_be_paused(learner_client, abena, refunds):
    set_learning_time(person=abena, minutes_per_week=3, as_of=NOON)
    assert "Minutes done so far" not in learner_client.get(address("module", refunds)).content.decode()
    learner_client.post(address("start", refunds))
    assert "Minutes done so far" in learner_client.get(address("module", refunds)).content.decode()
    response = learner_client.post(address("pause", refunds), {"minutes_done": "2"})
    assert response.url == reverse("portal:home")
    assert Activity.objects.get(person=abena).minutes_done == 2


@pytest.mark.parametrize("minutes", ["", "0", "600", "some"])
def test_minutes_that_no_pause_has_are_refused_and_kept(learner_client, abena, refunds, minutes):
    response = learner_client.post(address("pause", refunds), {"minutes_done": minutes})
    assert response.status_code == 422
    assert f'value="{minutes}"' in response.content.decode() or not minutes
    assert not Activity.objects.exists()


@pytest.fixture
def long_module(learner_client, abena, refunds):
    """Refunds of 45 minutes, started, in weeks of 30; the only module for the only gap."""
    type(refunds).objects.filter(pk=refunds.pk).update(minutes=45)
    set_learning_time(person=abena, minutes_per_week=30, as_of=timezone.now())
    learner_client.post(address("start", refunds))
    refunds.refresh_from_db()
    return refunds


def paused(learner_client, module, minutes) -> str:
    return said(learner_client.post(address("pause", module), {"minutes_done": minutes}))


def test_pausing_says_how_far_one_is_and_when_the_rest_comes(learner_client, long_module):
    done = "“The refund change”: 10 of 45 min are done. The rest is in this week’s plan."
    assert paused(learner_client, long_module, 10) == done
    page = learner_client.get(address("module", long_module)).content.decode()
    assert "10 min done" in page
    assert "Resume later" not in page
    assert paused(learner_client, long_module, 30).endswith("The rest comes first next week.")


def test_pausing_twice_by_a_double_click_or_the_back_button_is_pausing_once(
    learner_client, abena, long_module
):
    for _ in range(2):
        paused(learner_client, long_module, 20)
    assert Plan.objects.get(person=abena).minutes_left == 10
    assert "15 of 45 min are done" in paused(learner_client, long_module, 15)
    assert Plan.objects.get(person=abena).minutes_left == 15


def test_fewer_minutes_than_those_of_weeks_before_are_said_as_they_are_kept(
    learner_client, abena, long_module
):
    last_week = timezone.now() - timedelta(days=8)
    pause_module(person=abena, module=long_module, minutes_done=25, paused_at=last_week)
    assert "25 of 45 min are done" in paused(learner_client, long_module, 5)


@pytest.mark.parametrize("minutes", [10, "", 600])
def test_pausing_what_is_done_says_so_and_changes_nothing(learner_client, long_module, minutes):
    learner_client.post(address("complete", long_module), READ)
    response = learner_client.post(address("pause", long_module), {"minutes_done": minutes})
    assert said(response).endswith("“The refund change” is done already; nothing has changed.")
    assert response.url == address("module", long_module)
    assert Activity.objects.get(module=long_module).minutes_done == 0


def test_pausing_what_was_done_in_another_window_meanwhile_says_so(
    learner_client, abena, long_module, monkeypatch
):
    def done_before(**pause):
        complete_module(person=abena, module=long_module, completed_at=timezone.now())
        return pause_module(**pause)

    monkeypatch.setattr("content.planning.views.pause_module", done_before)
    assert paused(learner_client, long_module, 10).endswith("is done already; nothing has changed.")


def test_pausing_what_no_gap_needs_promises_no_step(learner_client, long_module):
    other = module("Write a query", skill("SQL"), 1, 2, minutes=40)
    told = paused(learner_client, other, 10)
    assert told.startswith("“Write a query”: 10 of 40 min are done.")
    assert told.endswith("It is not a step of your plan; you can resume it on its page.")


def test_what_was_paused_can_be_paused_again_after_the_week_has_more_minutes(
    learner_client, abena, long_module
):
    paused(learner_client, long_module, 10)
    set_learning_time(person=abena, minutes_per_week=60, as_of=timezone.now())
    assert "Minutes done so far" in learner_client.get(address("module", long_module)).content.decode()
