"""One confirmed call sent several times at the same moment, on real connections of both databases."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from django_mcpz import tokens
from django_mcpz.oauth.models import AccessToken, AuthorizationCode

from assessments.evidence.models import Evidence
from assessments.requests.reports import Ask
from assessments.testing.sittings.models import Sitting
from channels.assistant.services import disconnect_client
from content.answers.models import Question
from tests import company, item_bank
from tests.backing.asking import ask as ask_for
from tests.channels.assistant.calling import call, program, raw, token_for
from tests.channels.assistant.test_consent import CHALLENGE, exchange
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def sent_at_once(token: str, tool: str, **arguments) -> list[dict]:
    confirmation = call(token, tool, **arguments)["confirmation"]
    send = partial(raw, token, tool, **arguments, confirmation=confirmation)
    return [one["structuredContent"] for one in at_once([send] * 6) if not one["isError"]]


def test_six_calls_ask_one_question():
    token = token_for(company.person())
    told = sent_at_once(token, "ask", title="Who may refund over 500 euros?")
    assert len({one["link"] for one in told}) == 1
    assert len(told) == 6
    assert Question.objects.count() == 1


def test_six_calls_begin_one_check():
    abena = company.person()
    item_bank.items(company.skill())
    told = sent_at_once(token_for(abena), "take_check", skill="Refund policy", questions=1)
    assert len({one["check"] for one in told}) == 1
    assert len(told) == 6
    assert Sitting.objects.count() == 1


def test_six_calls_give_one_rating():
    marta = company.person("Marta Kowalczyk")
    abena = company.person(manager=marta)
    ask_for(about=Ask(abena.pk, company.skill().pk, "manager", marta.pk), as_of=timezone.now())
    token = token_for(marta)
    [waiting] = call(token, "ratings_to_give")["ratings"]
    told = sent_at_once(token, "give_rating", rating=waiting["rating"], level=3)
    assert len(told) == 6
    assert Evidence.objects.count() == 1


def code_for(person) -> str:

    value = tokens.generate()
    AuthorizationCode.objects.create(
        digest=tokens.sha256_hex(value),
        client=program(),
        user=person,
        redirect_uri="http://127.0.0.1:33418/callback",
        code_challenge=CHALLENGE,
        resource="http://testserver/assistant/mcp",
        scope="learning:read",
        expires_at=timezone.now() + timedelta(minutes=5),
    )
    return value


def test_six_exchanges_of_a_code_give_one_token_which_the_others_end():
    code = code_for(company.person())
    answers = at_once([partial(exchange, program().client_id, code)] * 6)
    assert sorted(one.status_code for one in answers) == [200, 400, 400, 400, 400, 400]
    assert not AccessToken.objects.filter(revoked_at__isnull=True).exists()


def test_disconnecting_leaves_nothing_of_a_code_that_is_exchanged_meanwhile():
    abena = company.person()
    code = code_for(abena)
    end = partial(disconnect_client, person=abena, client_id=program().client_id)
    at_once([partial(exchange, program().client_id, code), end])
    end()
    assert not AccessToken.objects.exists()
