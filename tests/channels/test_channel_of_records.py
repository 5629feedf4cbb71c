"""What is written says through which channel it was done."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.evidence.models import Evidence
from content.answers.services import Asked, ask_question
from lifow.base.channels import Channel, current_channel, through
from mentoring.help.services import ask_for_help
from tests import company
from tests.conformance.callers import machine


def test_nobody_uses_a_channel_outside_of_a_request():
    assert current_channel() is None


def test_the_innermost_channel_counts_and_the_outer_one_is_back_after_it():
    with through(Channel.PORTAL):
        with through(Channel.ASSISTANT):
            assert current_channel() == "assistant"
        assert current_channel() == "portal"
    assert current_channel() is None


def test_a_channel_ends_with_its_block_also_where_that_fails():
    with pytest.raises(ValueError, match="no"), through(Channel.MAIL):
        raise ValueError("no")
    assert current_channel() is None


@pytest.mark.django_db
def test_a_rating_on_a_page_says_portal_one_of_a_system_api_and_one_of_a_job_nothing(client):
    abena, refunds = company.person(), company.skill()
    client.force_login(abena)
    address = reverse("portal:rate", args=[refunds.public_id])
    assert client.post(address, {"level": "2", "idempotency_key": "once"}).status_code == 302
    sent = {
        "person": abena.public_id,
        "skill": refunds.public_id,
        "level": 3,
        "source": "test",
        "observed_at": "2026-03-02T12:00:00Z",
    }
    posted = machine("evidence:write").post("/api/v1/evidence", sent, content_type="application/json")
    assert posted.status_code == 201
    company.observe(abena, refunds, 4)
    assert [one.channel for one in Evidence.objects.order_by("pk")] == ["portal", "api", None]


@pytest.mark.django_db
def test_the_database_keeps_the_channel_of_evidence():
    evidence = company.observe(company.person(), company.skill(), 2)
    statement = "UPDATE assessments_evidence SET channel = 'mail' WHERE id = %s"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [evidence.pk])


@pytest.mark.django_db
def test_questions_and_requests_for_help_say_it_too():
    abena = company.person()
    with through(Channel.ASSISTANT):
        question = ask_question(
            asker=abena, asked=Asked(title="Who may refund over 500 euros?"), as_of=timezone.now()
        )
        request = ask_for_help(person=abena, title="The refund of ticket 4411", as_of=timezone.now())
    assert (question.channel, request.channel) == ("assistant", "assistant")
