"""What people do in Slack is what they do on pages: the same reports, services and rules, once."""

import json
from datetime import time, timedelta

import pytest
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.testing.sittings.models import Sitting, SittingItem
from channels.slack.models import SlackWork
from content.answers.models import Question
from content.answers.services import Asked, ask_question
from content.planning.services import refresh_plans
from content.refreshers.models import RefresherCard
from lifow.base.channels import Channel
from lifow.people.persons.models import Person
from mentoring.help.models import HelpRequest, HelpStep
from tests import company, item_bank
from tests.backing.worlds import world
from tests.channels.slack.conftest import linked
from tests.channels.slack.sending import (
    button_for,
    click,
    command,
    home_opened,
    links_posted,
    message_shortcut,
    submit,
    work,
)

pytestmark = pytest.mark.django_db


@world
def marta() -> Person:
    return company.person("Marta Kowalczyk")


@world
def abena(marta: Person) -> Person:
    team = company.unit("Refunds", parent=company.unit())
    abena = company.person("Abena Osei", manager=marta, org_unit=team)
    company.give(abena, company.role("Support specialist II", Refund_policy=(3, 2, True), Empathy=3))
    company.module("The <refund> change & more", company.skill(), 1, 3)
    company.observe(abena, company.skill(), 1)
    company.compute(abena)
    refresh_plans(person_ids=[abena.pk], as_of=timezone.now())
    return abena


@pytest.fixture
def account(abena, workspace):
    return linked(abena)


@pytest.fixture
def manager(marta, workspace):
    return linked(marta, "U2")


def always_works(who):
    Person.objects.filter(pk=who.pk).update(
        timezone="UTC", work_starts_at=time(0), work_ends_at=time(23, 59), workdays=127
    )


def view_in(slack, method="views.update"):
    return slack.last(method).body["view"]


def opened(slack, send, **more):
    """What a dialog shows that was opened."""
    assert send().status_code == 200
    assert "One moment" in slack.last("views.open").text
    work()
    return view_in(slack)


# The week and the Home tab


def test_learn_shows_the_week_with_why(account, slack):
    command("/learn", response_url=slack.response_url)
    work()
    told = slack.last("response")
    assert told.body["response_type"] == "ephemeral"
    assert "The &lt;refund&gt; change &amp; more" in told.text
    assert "needed 3" in told.text
    assert any("/modules/mod_" in str(one.get("url")) for one in told.buttons)


def test_the_home_tab_shows_the_week_and_what_waits(account, manager, abena, marta, slack):
    company.observe(abena, company.skill("Empathy"), 2, source="self")
    home_opened(user="U2")
    work()
    told = slack.last("views.publish")
    assert told.body["user_id"] == "U2"
    assert "Waiting for you" in told.text
    assert "Rate" in [one["text"]["text"] for one in told.buttons]
    home_opened()
    work()
    assert "This week" in slack.last("views.publish").text


def test_each_shows_their_own(account, manager, slack):
    command("/learn", user="U2", response_url=slack.response_url)
    work()
    assert "refund" not in slack.last("response").text


# Asking


def test_ask_with_words_finds_what_answers_and_offers_to_ask(account, slack):
    command("/ask", "refund <!channel>", response_url=slack.response_url)
    work()
    told = slack.last("response")
    assert "&lt;!channel&gt;" in told.text
    assert "<!channel>" not in told.text
    assert [one["action_id"] for one in told.buttons] == ["ask_form:0"]
    assert told.buttons[0]["value"] == "refund <!channel>"


def test_asking_is_one_question_however_often_the_form_is_sent(account, abena, slack):
    view = opened(slack, lambda: command("/ask"))
    values = {"title": "Who may refund over 500 euros?", "body": "Ticket 4411", "as": "question"}
    for _again in range(2):
        answer = submit(view, values)
        assert answer.json()["response_action"] == "update"
        work()
    question = Question.objects.get()
    assert (question.asker, question.channel, question.unit) == (abena, Channel.CHAT, None)
    assert f"/questions/{question.public_id}/" in slack.last("views.update").buttons[0]["url"]


def test_a_question_that_lifow_refuses_keeps_what_was_typed(account, slack):
    view = opened(slack, lambda: command("/ask"))
    submit(view, {"title": "Short?", "body": "x" * 20, "as": "question"})
    work()
    assert not Question.objects.exists()
    shown = view_in(slack)
    [title] = [one["element"] for one in shown["blocks"] if one.get("block_id") == "title"]
    assert title["initial_value"] == "Short?"


def test_asking_for_help_now_is_a_request(account, abena, slack):
    view = opened(slack, lambda: command("/ask"))
    submit(view, {"title": "The refund of ticket 4411", "as": "help"})
    work()
    request = HelpRequest.objects.get()
    assert (request.person, request.channel) == (abena, Channel.CHAT)


def test_a_message_becomes_a_question_without_names_of_people(account, slack):
    text = "<@U7> who may refund &lt;500&gt;? see <https://x.example/a|the rules>"
    view = opened(slack, lambda: message_shortcut(text))
    [title] = [one["element"] for one in view["blocks"] if one.get("block_id") == "title"]
    assert title["initial_value"] == "who may refund <500>? see the rules (https://x.example/a)"


def test_a_question_can_be_private_to_ones_own_unit_alone(account, abena, slack):
    view = opened(slack, lambda: command("/ask"))
    values = {"title": "Who may refund over 500 euros?", "as": "question"}
    submit(view, {**values, "unit": "org_0000000000000000"})
    work()
    assert not Question.objects.exists()
    assert "do not work in this unit" in slack.last("views.update").text
    team = abena.employments.get().org_unit
    submit(view, {**values, "unit": team.public_id})
    work()
    assert Question.objects.get().unit == team


# Refreshers and quick checks


def due(who, kind="single", questions=2, **changes):
    always_works(who)
    today = timezone.now().date()
    for _number in range(questions):
        version = item_bank.published(kind, **changes)
        RefresherCard.objects.create(
            person=who,
            item=version.item,
            version=version,
            learned_at=timezone.now() - timedelta(days=9),
            answered_at=timezone.now() - timedelta(days=9),
            state="known",
            stability=6.5,
            difficulty=5,
            reviewed_on=today - timedelta(days=9),
            due_on=today,
        )


def option_of(view, *, right=True):
    sitting = Sitting.objects.latest("pk")
    number = json.loads(view["private_metadata"])["number"]
    asked = SittingItem.objects.get(sitting=sitting, number=number)
    place = item_bank.place_of(asked, right=right)
    return next(iter(place.values()))


def test_refreshers_are_answered_one_after_the_other_with_what_is_right(account, abena, slack):
    due(abena)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    assert view["callback_id"] == "answer"
    submit(view, {"given": option_of(view, right=False), "confidence": "sure"})
    work()
    told = slack.last("views.update")
    assert "Not right." in told.text
    [following] = told.buttons
    click(following, view="V1")
    work()
    second = view_in(slack)
    assert json.loads(second["private_metadata"])["number"] == 2
    submit(second, {"given": option_of(second)})
    work()
    assert "Right." in slack.last("views.update").text
    assert slack.last("views.update").buttons == []
    answers = SittingItem.objects.filter(answered_at__isnull=False)
    assert [one.confidence for one in answers.order_by("number")] == ["sure", ""]


def test_an_answer_that_is_sent_twice_is_one_and_another_one_is_refused(account, abena, slack):
    due(abena, questions=1)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    first = option_of(view)
    for given in (first, first, option_of(view, right=False)):
        submit(view, {"given": given})
        work()
    assert SittingItem.objects.filter(answered_at__isnull=False).count() == 1
    assert "Right." in slack.last("views.update").text


def test_who_does_not_know_says_so(account, abena, slack):
    due(abena, questions=1)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    [skip] = slack.last("views.update").buttons
    click(skip, view="V1")
    work()
    assert "Not right." in slack.last("views.update").text
    assert view["submit"]["text"] == "Answer"


def test_nothing_chosen_is_no_answer(account, abena, slack):
    due(abena, questions=1)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    submit(view, {})
    work()
    assert "Give an answer" in slack.last("views.update").text


@pytest.mark.parametrize("kind", ["order", "match"])
def test_rows_are_put_in_order_and_matched_by_lists(account, abena, slack, kind):
    due(abena, kind, questions=1)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    fields = [one for one in view["blocks"] if one.get("block_id", "").startswith(("place-", "right-"))]
    assert len(fields) >= 2
    values = {
        one["block_id"].partition("@")[0]: one["element"]["options"][at]["value"]
        for at, one in enumerate(fields)
    }
    submit(view, values)
    work()
    assert "ight." in slack.last("views.update").text
    assert SittingItem.objects.get().answer


def test_what_slack_cannot_show_is_answered_in_lifow(account, abena, slack):
    due(abena, "hotspot", questions=1)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    assert "submit" not in view
    assert "/refreshers/" in slack.last("views.update").buttons[0]["url"]


@pytest.mark.parametrize(("kind", "element"), [("multiple", "checkboxes"), ("numeric", "plain_text_input")])
def test_each_kind_has_its_field(account, abena, slack, kind, element):
    due(abena, kind, questions=1)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    given = [one["element"]["type"] for one in view["blocks"] if one.get("block_id", "").startswith("given@")]
    assert given == [element]


def test_no_question_tells_what_is_right(account, abena, slack):
    due(abena)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    assert not {"is_right", "rationale", "score"} & set(json.dumps(view).replace('"', " ").split())


def test_a_check_of_a_step_of_the_week_becomes_evidence(account, abena, slack):
    item_bank.items(company.skill())
    view = opened(slack, lambda: click(button_for("check", company.skill().public_id)))
    for _question in range(3):
        if view.get("callback_id") != "answer":
            break
        submit(view, {"given": option_of(view)})
        work()
        view = view_in(slack)
    assert "Refund policy" in slack.last("views.update").text
    assert Evidence.objects.latest("pk").channel == Channel.CHAT


def test_questions_of_somebody_else_are_not_there(account, manager, abena, slack):
    due(abena)
    view = opened(slack, lambda: click(button_for("refresh"), home=True))
    submit(view, {"given": option_of(view)}, user="U2")
    work()
    assert "There is no such question." in slack.last("views.update").text
    assert not SittingItem.objects.filter(answered_at__isnull=False).exists()


# Ratings


def test_a_rating_is_given_once_and_by_whom_it_waits_for(account, manager, abena, marta, slack):
    company.observe(abena, company.skill("Empathy"), 2, source="self")
    view = opened(slack, lambda: click(button_for("rate_form"), home=True, user="U2"))
    assert "Rate Abena Osei in Empathy" in slack.last("views.update").text
    for _again in range(2):
        submit(view, {"level": "3", "note": "The call of ticket 4411"}, user="U2")
        work()
    given = Evidence.objects.get(rater=marta)
    assert (given.person, given.level, given.channel) == (abena, 3, Channel.CHAT)
    assert "is saved" in slack.last("views.update").text


def test_nobody_rates_whom_they_are_not_asked_to_rate(account, manager, abena, marta, slack):
    company.observe(abena, company.skill("Empathy"), 2, source="self")
    view = opened(slack, lambda: click(button_for("rate_form"), home=True, user="U2"))
    submit(view, {"level": "3"}, user="U1")
    work()
    assert "does not wait for you" in slack.last("views.update").text
    assert not Evidence.objects.filter(rater=abena, source="peer").exists()


@pytest.mark.parametrize("level", [None, "99", "three"])
def test_a_level_that_is_none_is_said_in_the_form(account, manager, abena, slack, level):
    company.observe(abena, company.skill("Empathy"), 2, source="self")
    view = opened(slack, lambda: click(button_for("rate_form"), home=True, user="U2"))
    submit(view, {"level": level, "note": "Seen"}, user="U2")
    work()
    shown = view_in(slack)
    assert shown["callback_id"] == "rate"
    assert "evel" in slack.last("views.update").text


# Help


@pytest.fixture
def wanted(abena, marta):
    """Help that Marta and Ines are asked for."""
    ines = company.person("Ines Duarte")
    request = HelpRequest.objects.create(
        kind="now", person=abena, title="A refund in dollars", asked_at=timezone.now(), told_at=timezone.now()
    )
    for one in (marta, ines):
        HelpStep.objects.create(request=request, step="proven", person=one, asked_at=timezone.now())
    return request, ines


def test_help_is_claimed_in_place_by_one(account, manager, wanted, marta, slack):
    request, ines = wanted
    linked(ines, "U3")
    click(button_for("claim_help", request.public_id), user="U2")
    click(button_for("claim_help", request.public_id), user="U3")
    work()
    request.refresh_from_db()
    assert request.claimed_by == marta
    first, second = slack.named("chat.update")
    assert "You help Abena Osei" in first.text
    assert "Marta Kowalczyk has taken it already." in second.text
    assert first.body["channel"] == "D1"


def test_help_is_passed_on_in_place(account, manager, wanted, marta, slack):
    request, _ines = wanted
    click(button_for("pass_help", request.public_id), user="U2")
    work()
    assert HelpStep.objects.get(person=marta).passed_at is not None
    assert "Somebody else is asked." in slack.last("chat.update").text


def test_who_was_not_asked_learns_nothing_of_a_request(account, wanted, slack):
    request, _ines = wanted
    click(button_for("claim_help", request.public_id), user="U1")
    work()
    request.refresh_from_db()
    assert request.claimed_by is None
    assert "There is no such request." in slack.last("chat.update").text
    assert "dollars" not in slack.last("chat.update").text


# Links


def unfurled(slack):
    return slack.last("chat.unfurl").body["unfurls"]


SITE = "http://127.0.0.1:8000"


def test_a_link_shows_what_every_employee_may_see_and_else_nothing(account, abena, workspace, slack):
    module = company.module("Read twice", company.skill(), 1, 2)
    hidden = company.module("Not yet", company.skill(), 1, 2, status="draft")
    asked = {
        name: ask_question(asker=abena, asked=Asked(title=title, unit=unit), as_of=timezone.now())
        for name, title, unit in (
            ("open", "Who may refund over 500 euros?", None),
            ("private", "Whose salary is it, really?", abena.employments.get().org_unit),
        )
    }
    urls = {
        "module": f"{SITE}/modules/{module.public_id}/",
        "hidden": f"{SITE}/modules/{hidden.public_id}/",
        "question": f"{SITE}/questions/{asked['open'].public_id}/",
        "private": f"{SITE}/questions/{asked['private'].public_id}/",
        "person": f"{SITE}/people/{abena.public_id}/",
        "nothing": f"{SITE}/%00/",
    }
    links_posted(*list(urls.values())[:5])
    work()
    told = unfurled(slack)
    assert "Read twice" in json.dumps(told[urls["module"]])
    assert "500 euros" in json.dumps(told[urls["question"]])
    for name in ("hidden", "private", "person"):
        assert json.dumps(told[urls[name]]["blocks"]).count("Open in lifow") == 1
        assert "salary" not in json.dumps(told[urls[name]])
    assert slack.last("chat.unfurl").body["unfurl_id"] == "C1.1.2"


def test_a_channel_that_is_shared_with_another_company_sees_no_title(account, workspace, slack):
    module = company.module("Read twice", company.skill(), 1, 2)
    links_posted(f"{SITE}/modules/{module.public_id}/", is_ext_shared_channel=True)
    work()
    assert "Read twice" not in json.dumps(unfurled(slack))


@pytest.mark.parametrize("url", ["https://127.0.0.1:8000/", "http://127.0.0.1/", "http://[", "javascript:1"])
def test_links_of_others_are_left_alone(account, workspace, slack, url):
    links_posted(url)
    work()
    assert slack.named("chat.unfurl") == []
    assert SlackWork.objects.get().done_at is not None
