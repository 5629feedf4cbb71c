"""Who wants the digest, on which day, and what it takes the place of."""

import pytest
from django.urls import reverse

from channels.digest.choices import WEEK_DIGEST
from channels.digest.models import DigestPreference
from channels.digest.services import choose_digest
from content.planning.notifications import PLAN_OF_THE_WEEK
from lifow.notifications.models import KindPreference
from lifow.notifications.registry import known_kind
from lifow.notifications.reports import choices_of
from lifow.people.persons.models import Person
from tests.channels.digest.conftest import MONDAY

pytestmark = pytest.mark.django_db
PAGE = "channels:digest"


def is_on(who: Person, kind: str) -> bool:
    return choices_of([who.pk])[who.pk].is_on(known_kind(kind), "email")


def test_with_the_digest_the_plan_of_the_week_is_not_mailed_and_without_it_is_again(abena):
    assert (is_on(abena, WEEK_DIGEST), is_on(abena, PLAN_OF_THE_WEEK)) == (True, False)
    choose_digest(person=abena, is_on=False, weekday=None, as_of=MONDAY)
    assert (is_on(abena, WEEK_DIGEST), is_on(abena, PLAN_OF_THE_WEEK)) == (False, True)


def test_saving_all_settings_keeps_what_was_chosen_of_what_is_replaced(abena, signed_in):
    mine = signed_in(abena)
    fields = mine.get(reverse("notifications:settings")).context
    data = {name: value for name, value in fields["hours"].initial.items() if value is not None}
    chosen = fields["chosen"]
    data |= {"collecting": "single"}
    data |= {name: "on" for name, field in chosen.fields.items() if field.initial and name != "collecting"}
    assert mine.post(reverse("notifications:settings"), data).status_code == 302
    assert list(KindPreference.objects.values_list("kind", "is_on")) == [(WEEK_DIGEST, True)]


def test_the_page_keeps_the_day_and_shows_what_it_would_say(abena, signed_in):
    mine = signed_in(abena)
    page = mine.get(reverse(PAGE)).content.decode()
    assert "2\xa0steps, 9\xa0min · 1\xa0question" in page
    assert "The refund change" in page
    assert "/digest/" not in page.replace(reverse(PAGE), ""), "a preview acts on nothing"
    assert mine.post(reverse(PAGE), {"is_on": "on", "weekday": "2"}).status_code == 302
    assert DigestPreference.objects.get().weekday == 2
    assert 'value="2" selected' in mine.get(reverse(PAGE)).content.decode()
    assert mine.post(reverse(PAGE), {"is_on": "on", "weekday": ""}).status_code == 302
    assert not DigestPreference.objects.exists()
    assert is_on(abena, WEEK_DIGEST)
    assert mine.post(reverse(PAGE), {}).status_code == 302
    assert not is_on(abena, WEEK_DIGEST)


@pytest.mark.parametrize("day", ["7", "-1", "x"])
def test_a_day_that_is_none_is_refused(abena, signed_in, day):
    assert signed_in(abena).post(reverse(PAGE), {"weekday": day}).status_code == 422
    assert is_on(abena, WEEK_DIGEST), "and nothing is changed"


def test_one_click_in_the_mail_program_ends_it(abena, mailed, client):
    headers = mailed(abena).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").split("example", 1)[1]
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not is_on(abena, WEEK_DIGEST)
