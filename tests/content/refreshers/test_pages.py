"""The pages of refreshers: one question at a time, by plain forms."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.testing.sittings.models import Sitting
from content.refreshers.models import RefresherCard, SkillRetention
from tests.backing.leave import goes_on_leave
from tests.company import NOON, person
from tests.content.refreshers.answering import waiting
from tests.item_bank import place_of

pytestmark = pytest.mark.django_db
PAGE = "/refreshers/"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(moment)` sets it; it stands at noon."""

    def stands_at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stands_at(NOON)
    return stands_at


def begin(client) -> tuple[Sitting, str]:
    """The sitting that is begun, and the address of its question."""
    response = client.post(PAGE)
    assert response.status_code == 302
    return Sitting.objects.refreshers().open().get(), response.url


def test_home_says_what_waits_and_starts_it(client_of_abena):
    page = client_of_abena.get(reverse("portal:home")).content.decode()
    assert "2 questions on what you learned" in page
    assert f'action="{PAGE}"' in page


def test_home_says_nothing_where_nothing_is_due(client_of_abena):
    RefresherCard.objects.update(due_on=NOON.date() + timedelta(days=9))
    assert "on what you learned" not in client_of_abena.get(reverse("portal:home")).content.decode()


def test_one_question_at_a_time_then_what_is_right_and_when_it_comes_back(client_of_abena):
    sitting, url = begin(client_of_abena)
    page = client_of_abena.get(url).content.decode()
    assert "Refresher 1 of 2" in page
    assert "It is so." not in page
    response = client_of_abena.post(url, {**place_of(waiting(sitting)), "confidence": "sure"}, follow=True)
    page = response.content.decode()
    assert "It is so." in page
    assert "This question comes back on" in page
    assert "Next question" in page


def test_the_last_one_says_when_the_next_come(client_of_abena):
    sitting, url = begin(client_of_abena)
    client_of_abena.post(url, place_of(waiting(sitting)))
    url = reverse("content:refresher", args=[sitting.public_id, 2])
    page = client_of_abena.post(url, place_of(waiting(sitting), right=False), follow=True).content.decode()
    assert "That is all. The next questions come on Tuesday 3 March at" in page
    page = client_of_abena.get(PAGE).content.decode()
    assert "That is all for today" in page


def test_an_answer_that_is_none_says_so_and_keeps_what_was_chosen(client_of_abena):
    _sitting, url = begin(client_of_abena)
    response = client_of_abena.post(url, {"confidence": "guess"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Give an answer, or say that you don’t know." in page
    assert 'value="guess" checked' in page


def test_a_confidence_that_is_none_is_refused(client_of_abena):
    sitting, url = begin(client_of_abena)
    response = client_of_abena.post(url, {**place_of(waiting(sitting)), "confidence": "very"})
    assert response.status_code == 422


def test_not_knowing_is_an_answer(client_of_abena):
    _sitting, url = begin(client_of_abena)
    page = client_of_abena.post(url, {"skip": "1"}, follow=True).content.decode()
    assert "Not right" in page
    assert RefresherCard.objects.filter(state="forgotten").count() == 1


def test_another_answer_after_it_is_refused(client_of_abena):
    sitting, url = begin(client_of_abena)
    right, wrong = place_of(waiting(sitting)), place_of(waiting(sitting), right=False)
    client_of_abena.post(url, right)
    assert client_of_abena.post(url, wrong).status_code == 409
    assert client_of_abena.post(url, right).status_code == 302


def test_nobody_sees_the_refreshers_of_another(client_of_abena, client):
    _sitting, url = begin(client_of_abena)
    client.force_login(person("Kofi Mensah"))
    assert client.get(url).status_code == 404
    assert client.post(url, {"skip": "1"}).status_code == 404


def test_the_page_of_tests_leads_to_them_and_does_not_list_them(client_of_abena):
    sitting, url = begin(client_of_abena)
    assert client_of_abena.get(reverse("portal:sitting_question", args=[sitting.public_id, 1])).url == url
    assert client_of_abena.get(reverse("portal:sitting", args=[sitting.public_id])).url == PAGE
    assert sitting.public_id not in client_of_abena.get(reverse("portal:tests")).content.decode()


def test_ending_leaves_the_rest_for_another_time(client_of_abena):
    sitting, _url = begin(client_of_abena)
    assert client_of_abena.post(reverse("content:end_refreshers", args=[sitting.public_id])).url == PAGE
    assert "Start" in client_of_abena.get(PAGE).content.decode()


def test_after_work_no_question_is_shown(client_of_abena, clock):
    _sitting, url = begin(client_of_abena)
    clock(NOON.replace(hour=22))
    assert client_of_abena.get(url).url == PAGE
    page = client_of_abena.get(PAGE).content.decode()
    assert "Refreshers are for your working hours" in page
    assert "The next questions come on Tuesday 3 March" in page
    assert "outside of working hours" in client_of_abena.post(PAGE, follow=True).content.decode().lower()


def test_leave_is_kept(client_of_abena, learned):
    goes_on_leave(learned, NOON.date())
    assert "You are on leave" in client_of_abena.get(PAGE).content.decode()


def test_who_has_learned_nothing_reads_what_will_be_here(client):
    client.force_login(person("Kofi Mensah"))
    assert "Nothing to ask yet" in client.get(PAGE).content.decode()
    assert "Nothing to show yet" in client.get(reverse("content:retention")).content.decode()


def test_what_one_remembers_is_a_curve_beside_its_table(client_of_abena, django_assert_max_num_queries):
    client_of_abena.get(reverse("content:retention"))
    with django_assert_max_num_queries(12):
        page = client_of_abena.get(reverse("content:retention")).content.decode()
    assert "in 30 days" in page
    assert "polyline" in page
    assert "You have answered no refresher yet." in page


def test_hr_reads_how_well_skills_are_remembered(client, refunds):
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    assert "No skill has enough answers yet" in client.get("/refreshers/skills/").content.decode()
    SkillRetention.objects.create(
        skill=refunds,
        counted_at=NOON,
        people=6,
        questions=20,
        recall=[0.91, 0.85, 0.8, 0.7, 0.6, 0.55, 0.4],
        answers=[[1, 12, 9]],
    )
    assert "91%" in client.get("/refreshers/skills/").content.decode()
    page = client.get(f"/refreshers/skills/{refunds.public_id}/").content.decode()
    assert "6 people, 20 questions together." in page
    assert "4 to 7" in page


def test_what_is_stored_breaks_no_page(client, refunds):
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    SkillRetention.objects.create(
        skill=refunds, counted_at=NOON, people=6, questions=20, recall=[], answers=[]
    )
    assert client.get("/refreshers/skills/").status_code == 200
    assert "Too few people to say" in client.get(f"/refreshers/skills/{refunds.public_id}/").content.decode()
