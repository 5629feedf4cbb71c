"""The inbox: what waits first, what is gone leaves it, and a number beside it that costs one small query."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lifow.notifications.models import Message
from lifow.notifications.registry import LevelLine
from lifow.notifications.reports import count_inbox, inbox_page
from lifow.notifications.reports.inbox import ON_A_PAGE
from tests.company import person
from tests.notifications.conftest import MORNING
from tests.notifications.kinds import SAID, rendered

pytestmark = pytest.mark.django_db
INBOX = "/inbox/"


@pytest.fixture
def reader(abena) -> Client:
    client = Client()
    client.force_login(abena)
    return client


def words(response) -> str:
    return response.content.decode()


def test_acts_come_first_who_waits_longest_and_then_news_the_newest_first(tell, reader):
    for hours, kind in enumerate(["news", "act", "act", "news"]):
        tell(kind, hours, MORNING + timedelta(hours=hours))
    titles = re.findall(r"Number \d</a>", words(reader.get(INBOX)))
    assert titles == [f"Number {number}</a>" for number in (1, 2, 3, 0)]


def test_each_act_carries_what_to_do_and_one_is_the_primary(tell, reader):
    tell("act", 1)
    tell("act", 2)
    html = words(reader.get(INBOX))
    assert html.count("Open it</a>") == 2
    assert html.count("button-primary") == 1


def test_a_level_is_a_level_bar(tell, reader):
    SAID[1] = rendered(1, levels=(LevelLine("Refund policy", 2, 3, 1, 5),))
    tell("news")
    assert "Refund policy" in words(reader.get(INBOX))
    assert "Needed" in words(reader.get(INBOX))


def test_an_empty_inbox_says_what_comes_here(reader):
    assert "Nothing is in your inbox" in words(reader.get(INBOX))


def test_what_no_longer_waits_leaves_the_inbox_and_the_number(tell, reader, abena):
    tell("act", 1)
    tell("act", 2)
    SAID[1] = None
    html = words(reader.get(INBOX))
    assert ("Number 1" in html, "Number 2" in html) == (False, True)
    assert count_inbox(abena) == 1


def test_one_message_that_cannot_be_shown_hides_no_other(tell, reader):
    tell("act", 1)
    tell("act", 2)
    SAID[1] = LookupError("gone")
    assert "Number 2" in words(reader.get(INBOX))


def test_the_number_counts_acts_that_wait_and_news_that_is_unread(tell, abena):
    for message in (tell("act", 1), tell("act", 2), tell("news", 3), tell("news", 4)):
        if message.idempotency_key in "13":
            Message.objects.filter(pk=message.pk).update(read_at=MORNING)
    assert count_inbox(abena) == 3


def test_the_number_is_shown_on_every_page_up_to_99(tell, reader, abena):
    for number in range(105):
        tell("act", number)
    assert count_inbox(abena) == 100
    assert '<span class="inbox-count">99+' in words(reader.get("/skills/"))


def test_the_number_costs_one_query_that_an_index_of_its_own_answers(tell, abena):
    tell("act")
    read = {"receiver": abena, "kind": "news", "is_act": False, "created_at": MORNING, "read_at": MORNING}
    Message.objects.bulk_create(Message(**read, idempotency_key=str(number)) for number in range(500))
    with CaptureQueriesContext(connection) as made:
        assert count_inbox(abena) == 1
    (query,) = made.captured_queries
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message")
        explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        cursor.execute(explain + query["sql"])
        assert "message_counted" in str(cursor.fetchall())


def test_more_messages_take_no_more_queries(tell, reader):
    tell("act", 1)
    tell("news", 2)
    reader.get(INBOX)
    with CaptureQueriesContext(connection) as few:
        reader.get(INBOX)
    for number in range(3, 23):
        tell("act", number)
        tell("news", number)
    with CaptureQueriesContext(connection) as many:
        reader.get(INBOX)
    assert len(many) == len(few) <= 12


def test_a_long_inbox_has_pages_each_with_an_address(tell, reader, abena):
    for number in range(ON_A_PAGE + 5):
        tell("news", number, MORNING + timedelta(minutes=number))
    first, second = reader.get(INBOX), reader.get(INBOX, {"page": "2"})
    assert f"1–{ON_A_PAGE} of {ON_A_PAGE + 5} messages" in words(first)
    assert 'href="/inbox/?page=2"' in words(first)
    assert f"{ON_A_PAGE + 1}–{ON_A_PAGE + 5} of" in words(second)
    for page in ("9", "0", "-1", "x", "²", "9" * 30):
        assert reader.get(INBOX, {"page": page}).status_code == 200
    assert inbox_page(abena, 9).number == 2


def test_opening_a_message_leads_to_its_place_and_counts_as_reading(tell, reader):
    message = tell("news", 7)
    answer = reader.get(reverse("notifications:open", args=[message.public_id]))
    assert (answer.status_code, answer.url) == (302, "/skills/?n=7")
    message.refresh_from_db()
    assert message.read_at is not None


def test_opening_what_no_longer_waits_says_so(tell, reader):
    message = tell("act", 7)
    SAID[7] = None
    answer = reader.get(reverse("notifications:open", args=[message.public_id]), follow=True)
    assert answer.redirect_chain == [(INBOX, 302)]
    assert "That is done already, or no longer needed." in words(answer)
    message.refresh_from_db()
    assert message.done_at is not None


def test_somebody_elses_message_does_not_exist(tell, reader):
    message = tell("act", person=person("Kofi Mensah"))
    address = reverse("notifications:open", args=[message.public_id])
    assert reader.get(address).status_code == 404
    assert reader.post(f"{address}read/").status_code == 404


def test_messages_are_marked_as_read_one_by_one_and_all_at_once(tell, reader, abena):
    first = tell("news", 1)
    tell("news", 2)
    tell("act", 3)
    address = reverse("notifications:read", args=[first.public_id])
    assert reader.post(address, {"page": "2"}).url == "/inbox/?page=2"
    assert count_inbox(abena) == 2
    reader.post(reverse("notifications:read_all"))
    assert count_inbox(abena) == 1, "what waits goes on waiting"
    assert "Mark all as read" not in words(reader.get(INBOX))
    assert not Message.objects.unread().exists()
    assert Message.objects.latest("pk").read_at <= timezone.now()


def test_a_link_says_by_which_way_it_was_opened_and_the_first_time_counts(client, abena, tell, send):
    message = tell("act")
    send(abena)
    client.force_login(abena)
    address = reverse("notifications:open", args=[message.public_id])
    sent = message.dispatches.get()
    client.get(address)
    client.get(address, {"way": "carrier pigeon"})
    sent.refresh_from_db()
    assert sent.opened_at is None
    client.get(address, {"way": "email"})
    sent.refresh_from_db()
    first = sent.opened_at
    client.get(address, {"way": "email"})
    sent.refresh_from_db()
    assert first is not None
    assert sent.opened_at == first
