"""The pages on which HR and managers ask for ratings, and see who has answered."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.reports import Ask
from assessments.requests.services import decline_to_rate, withdraw_requests
from content.catalogue.services import archive_module
from tests.backing.asking import ask
from tests.company import give, observe, person, skill
from tests.flows.reading import section, words
from tests.portal.conftest import bring_up_to_date, lately, queries_of

ASK = reverse("portal:ask_ratings")


def page_of(company, who, **query):
    return company.browser(who).get(ASK, query)


def send(company, who, about, key="one form", **query):
    source = query.pop("source", "self")
    observer = query.pop("observer", "")
    address = ASK + "?" + "&".join(f"{name}={value}" for name, value in {**query, "source": source}.items())
    values = [f"{one.public_id}:{what.public_id}" for one, what in about]
    return company.browser(who).post(address, {"about": values, "observer": observer, "idempotency_key": key})


def ticked(page):
    return re.findall(r'name="about" value="([^"]+)" checked', page.content.decode())


def test_hr_asks_the_people_who_were_never_assessed(company):
    page = page_of(company, company.ruth, skill=company.sql.public_id)
    assert words(page).startswith("Organisation SQL Ask for ratings in SQL")
    assert len(ticked(page)) == 2
    sent = send(
        company,
        company.ruth,
        [(company.abena, company.sql), (company.kofi, company.sql)],
        skill=company.sql.public_id,
    )
    batch = RequestBatch.objects.get()
    assert sent["Location"] == reverse("portal:asked_batch", args=[batch.public_id])
    answer = company.browser(company.ruth).get(sent["Location"])
    assert "2 ratings are asked for." in answer.content.decode()
    assert "Ratings asked in SQL 0 of 2 answered" in words(answer)
    again = page_of(company, company.ruth, skill=company.sql.public_id)
    assert "Nobody to ask" in words(again)
    assert "Abena Osei is asked just now" in section(again, "Not asked again")


def test_the_managers_are_asked_instead_and_named(company):
    page = page_of(company, company.ruth, skill=company.sql.public_id, source="manager")
    assert "Abena Osei Not assessed yet Marta Kowalczyk" in words(page)
    assert "2 that are not assessed yet are ticked." in words(page)
    send(company, company.ruth, [(company.abena, company.sql)], skill=company.sql.public_id, source="manager")
    assert RatingRequest.objects.get().asked == company.marta
    page = words(page_of(company, company.ruth, skill=company.sql.public_id, source="manager"))
    assert "1 that is not assessed yet is ticked. 1 is asked already or has rated lately" in page


def test_a_unit_narrows_whom_one_asks(company):
    sales = company.rui.employments.get().org_unit
    page = page_of(company, company.ruth, skill=company.sql.public_id, unit=sales.public_id)
    assert "Nothing here needs assessment" in words(page)


def test_a_manager_asks_about_a_person_a_skill_and_the_team(company):
    page = page_of(company, company.marta, person=company.abena.public_id)
    assert "Ask for ratings of Abena Osei" in words(page)
    assert ticked(page) == [f"{company.abena.public_id}:{company.sql.public_id}"]
    page = page_of(company, company.marta, person=company.abena.public_id, skill=company.refunds.public_id)
    assert "Ask for a rating of Abena Osei in Refund policy" in words(page)
    page = page_of(company, company.marta, manager=company.marta.public_id)
    assert "Kofi Mensah" in words(page)
    assert len(ticked(page)) == 4
    page = page_of(company, company.marta, manager=company.marta.public_id, skill=company.sql.public_id)
    assert len(ticked(page)) == 2


def test_somebody_who_has_seen_the_work_is_named_by_email(company):
    about = [(company.abena, company.sql)]
    query = {"person": company.abena.public_id, "source": "observed"}
    assert "Who has seen the work?" in words(page_of(company, company.marta, **query))
    for wrong, said in (
        ("", "This field is required"),
        ("nobody@larkfield.example", "Nobody who works here has this email"),
        (company.abena.email, "Ask somebody else than the person"),
    ):
        refused = send(company, company.marta, about, observer=wrong, **query)
        assert refused.status_code == 422
        assert said in words(refused)
    send(company, company.marta, about, observer=company.rui.email.upper(), **query)
    assert RatingRequest.objects.get().asked == company.rui


@pytest.mark.parametrize(
    ("who", "status"),
    [("abena", 404), ("kofi", 404), ("rui", 404), ("grace", 200), ("marta", 200), ("ruth", 200)],
)
def test_those_above_somebody_and_hr_ask_about_them(company, who, status):
    reader = getattr(company, who)
    assert page_of(company, reader, person=company.abena.public_id).status_code == status
    assert send(
        company, reader, [(company.abena, company.sql)], person=company.abena.public_id
    ).status_code == (302 if status == 200 else 404)


def test_only_hr_asks_by_skill(company):
    assert page_of(company, company.marta, skill=company.sql.public_id).status_code == 404
    assert page_of(company, company.ruth)["Location"] == reverse("portal:organisation_map")
    assert "Ask for ratings of your team" in words(page_of(company, company.marta))
    assert page_of(company, company.abena).status_code == 404


def test_somebody_outside_the_scope_cannot_be_asked_about(company):
    refused = send(company, company.marta, [(company.rui, company.sql)], person=company.abena.public_id)
    assert refused.status_code == 422
    assert "Please check again" in words(refused)
    refused = send(company, company.marta, [], person=company.abena.public_id)
    assert "Choose at least one." in words(refused)
    assert not RatingRequest.objects.exists()


def test_a_double_click_asks_once(company):
    about = [(company.abena, company.sql)]
    sent = [send(company, company.marta, about, person=company.abena.public_id) for _click in range(2)]
    assert {one["Location"] for one in sent} == {
        reverse("portal:asked_batch", args=[RequestBatch.objects.get().public_id])
    }


def test_going_back_and_ticking_others_asks_for_those_too(company):
    page = {"person": company.abena.public_id}
    sql, refunds = (company.abena, company.sql), (company.abena, company.refunds)
    first = send(company, company.marta, [sql], skill=company.sql.public_id, **page)
    more = send(company, company.marta, [refunds], skill=company.refunds.public_id, **page)
    assert more["Location"] != first["Location"]
    assert {one.skill for one in RatingRequest.objects.open()} == {company.sql, company.refunds}
    answer = company.browser(company.marta).get(more["Location"]).content.decode()
    assert "1 rating is asked for." in answer


def test_going_back_to_a_form_whose_ratings_were_withdrawn_does_not_say_that_they_are_asked_for(company):
    about, page = [(company.abena, company.sql)], {"person": company.abena.public_id}
    first = send(company, company.marta, about, **page)
    withdraw_requests(requests=RatingRequest.objects.all(), as_of=timezone.now())
    again = send(company, company.marta, about, **page)
    assert again["Location"] == first["Location"]
    answer = company.browser(company.marta).get(again["Location"]).content.decode()
    assert "No new rating is asked for." in answer
    assert not RatingRequest.objects.open().exists()


def test_where_nobody_new_is_asked_the_reasons_are_said(company):
    about = [(company.abena, company.sql)]
    for key in ("first", "second"):
        sent = send(company, company.marta, about, key=key, person=company.abena.public_id)
    page = company.browser(company.marta).get(sent["Location"]).content.decode()
    assert "No new rating is asked for. Not asked: 1 is asked already." in page


def test_who_asked_sees_who_has_answered_and_takes_the_rest_back(company):
    asks = [Ask(one.pk, company.sql.pk, "self") for one in (company.abena, company.kofi)]
    for one in asks[:1]:
        ask(about=one, as_of=lately(), asked_by=company.marta)
    batch = RequestBatch.objects.get()
    address = reverse("portal:asked_batch", args=[batch.public_id])
    for reader, status in (
        (company.marta, 200),
        (company.ruth, 200),
        (company.grace, 404),
        (company.abena, 404),
    ):
        assert company.browser(reader).get(address).status_code == status
    assert "Abena Osei SQL themselves Waiting, asked yesterday Withdraw" in words(
        company.browser(company.marta).get(address)
    )
    withdraw = reverse("portal:withdraw_ratings", args=[batch.public_id])
    assert company.browser(company.grace).post(withdraw).status_code == 404
    named = RatingRequest.objects.get().public_id
    company.browser(company.marta).post(withdraw, {"request": named})
    page = words(company.browser(company.marta).get(address))
    assert "0 of 0 answered · 1 withdrawn" in page
    listed = words(company.browser(company.marta).get(reverse("portal:asked_ratings")))
    assert "0 of 0 answered" in listed
    assert "Nothing asked yet" in words(company.browser(company.grace).get(reverse("portal:asked_ratings")))


def test_the_ways_in_lead_to_asking(company):
    for address, link in (
        (reverse("portal:organisation"), f"skill={company.sql.public_id}"),
        (
            reverse("portal:organisation_skill", args=[company.sql.public_id]),
            f"skill={company.sql.public_id}",
        ),
        (reverse("portal:person", args=[company.abena.public_id]), f"person={company.abena.public_id}"),
        (
            reverse("portal:person_skill", args=[company.abena.public_id, company.sql.public_id]),
            f"person={company.abena.public_id}&amp;skill={company.sql.public_id}",
        ),
        (f"{reverse('portal:team')}?manager={company.marta.public_id}", f"manager={company.marta.public_id}"),
    ):
        html = company.browser(company.ruth).get(address).content.decode()
        assert f"{ASK}?{link}" in html, address


def test_pages_of_a_person_say_for_whom_it_waits(company):
    ask(about=Ask(company.abena.pk, company.sql.pk, "manager"), as_of=lately())
    waiting = "Waiting for Marta since "
    mine = company.browser(company.abena)
    for address in (
        reverse("portal:home"),
        reverse("portal:skills"),
        reverse("portal:skill", args=[company.sql.public_id]),
    ):
        assert waiting in words(mine.get(address)), address
    about = company.browser(company.marta).get(reverse("portal:person", args=[company.abena.public_id]))
    assert "Waiting for you since " in words(about)


def test_a_learner_who_is_asked_is_led_to_the_question_and_answers_it(company):
    ask(about=Ask(company.abena.pk, company.sql.pk, "self"), as_of=lately(), asked_by=company.ruth)
    browser = company.browser(company.abena)
    page = browser.get(reverse("portal:skills"))
    assert "Give 1 rating" in words(page)
    assert 'title="1 rating to give"' in page.content.decode()
    question = words(browser.get(reverse("portal:ratings")))
    assert question.startswith("My skills Rate yourself in SQL Ruth Amankwah asked yesterday")
    assert "Your managers and HR admins read your rating" in question
    sent = browser.post(
        reverse("portal:rate", args=[company.sql.public_id]),
        {"level": "2", "idempotency_key": "x", "next": "ratings"},
    )
    assert sent["Location"] == reverse("portal:ratings")
    assert "No ratings to give" in words(browser.get(sent["Location"]))
    assert RatingRequest.objects.get().state == "answered"


def test_an_observer_answers_without_seeing_the_person(company):
    observe(company.abena, company.sql, 4, source="self", observed_at=lately())
    about = Ask(company.abena.pk, company.sql.pk, "observed", company.rui.pk)
    ask(about=about, as_of=lately(), asked_by=company.marta)
    browser = company.browser(company.rui)
    page = words(browser.get(reverse("portal:ratings")))
    assert "Abena Osei: SQL Marta Kowalczyk asked yesterday" in page
    address = reverse("portal:rate_person", args=[company.abena.public_id, company.sql.public_id])
    assert browser.get(reverse("portal:person", args=[company.abena.public_id])).status_code == 404
    for _click in range(2):
        sent = browser.post(address, {"level": "2", "idempotency_key": "x"})
        assert sent["Location"] == reverse("portal:ratings")
    assert company.abena.evidence.get(rater=company.rui).source == "observed"
    # What she said of herself is for her managers and HR.
    assert "Abena Osei says" not in words(company.browser(company.rui).get(reverse("portal:ratings")))
    assert "You have given the rating of Abena Osei in SQL." in words(browser.get(address))
    refused = browser.post(address, {"level": "3", "idempotency_key": "another form"})
    assert "What you have sent just now is not saved." in words(refused)
    # Who goes back and says something else in the same form is still the observer.
    browser.post(address, {"level": "3", "idempotency_key": "x"})
    said = company.abena.evidence.filter(rater=company.rui).order_by("pk")
    assert list(said.values_list("source", "level")) == [("observed", 2), ("observed", 3)]


def test_who_cannot_judge_says_so_on_the_page(company):
    ask(about=Ask(company.kofi.pk, company.sql.pk, "manager"), as_of=lately())
    browser = company.browser(company.marta)
    page = browser.get(reverse("portal:ratings"))
    assert "No level is right? I can’t judge it It does not apply" in words(page)
    address = reverse("portal:decline_rating", args=[company.kofi.public_id, company.sql.public_id])
    for _click in range(2):
        assert browser.post(address, {"reason": "cannot_judge"})["Location"] == reverse("portal:ratings")
    row = RatingRequest.objects.get()
    assert (row.state, row.closing_reason) == ("declined", "cannot_judge")
    assert "No ratings to give" in words(browser.get(reverse("portal:ratings")))
    assert company.browser(company.abena).post(address, {"reason": "cannot_judge"}).status_code == 404


def test_skipping_goes_round(company):
    for number in range(3):
        what = skill(f"Skill {number}")
        ask(about=Ask(company.kofi.pk, what.pk, "manager"), as_of=lately())
    browser = company.browser(company.marta)
    address, seen = reverse("portal:ratings"), []
    for _step in range(4):
        html = browser.get(address).content.decode()
        seen.append(re.search(r"<h1>(.+?)</h1>", html)[1])
        address = reverse("portal:ratings") + re.search(r'href="(\?rating=\w+)"[^>]*>Skip<', html)[1]
    assert seen[0] == seen[3]
    assert len(set(seen)) == 3


@pytest.mark.parametrize("source", ["self", "manager", "observed"])
@pytest.mark.parametrize("scope", ["skill", "person", "manager"])
def test_a_page_of_asking_reads_as_often_for_two_people_as_for_twelve(company, scope, source):
    query = {
        "skill": {"skill": company.sql.public_id},
        "person": {"person": company.abena.public_id},
        "manager": {"manager": company.marta.public_id},
    }[scope]

    def read() -> object:
        return page_of(company, company.ruth, source=source, **query)

    small = queries_of(read)
    specialist = company.abena.role_assignments.get().role_level
    made = [person(f"Colleague {number}", manager=company.marta) for number in range(10)]
    for one in made:
        give(one, specialist)
    bring_up_to_date(*made)
    ask(about=Ask(company.kofi.pk, company.sql.pk, source, company.rui.pk), as_of=lately())
    assert queries_of(read) == small <= 12


def test_the_pages_of_what_was_asked_read_a_fixed_number_of_times(company):
    def asked_about(one):
        return ask(about=Ask(one.pk, company.sql.pk, "manager"), as_of=lately(), asked_by=company.ruth).batch

    first = asked_about(company.abena)
    browser = company.browser(company.ruth)
    pages = [reverse("portal:asked_ratings"), reverse("portal:asked_batch", args=[first.public_id])]
    small = [queries_of(lambda address=address: browser.get(address)) for address in pages]
    for number in range(6):
        asked_about(person(f"Colleague {number}", manager=company.marta))
    RatingRequest.objects.update(batch=first)
    assert [queries_of(lambda address=address: browser.get(address)) for address in pages] == small
    assert max(small) <= 12


def test_the_page_of_ratings_to_give_reads_as_often_for_one_as_for_nine(company):
    def read() -> object:
        return company.browser(company.marta).get(reverse("portal:ratings"))

    ask(about=Ask(company.abena.pk, company.sql.pk, "manager"), as_of=lately())
    observe(company.kofi, company.sql, 2, source="self", observed_at=lately())
    small = queries_of(read)
    for number in range(8):
        what = skill(f"Skill {number}")
        ask(about=Ask(company.kofi.pk, what.pk, "manager"), as_of=lately())
    assert queries_of(read) == small <= 12


def test_a_declined_one_is_named_with_its_reason(company):
    ask(about=Ask(company.kofi.pk, company.sql.pk, "manager"), as_of=lately(), asked_by=company.ruth)
    decline_to_rate(
        person=company.kofi, skill=company.sql, asked=company.marta, reason="does_not_apply", as_of=lately()
    )
    batch = RequestBatch.objects.get()
    page = words(company.browser(company.ruth).get(reverse("portal:asked_batch", args=[batch.public_id])))
    assert "0 of 1 answered · 1 declined" in page
    assert "Declined: Does not apply, yesterday" in page


def test_a_plan_shows_who_is_waited_for_in_place_of_asking_again(company):
    kofi = company.browser(company.kofi)
    home = reverse("portal:home")
    assert "Rate yourself in SQL" in words(kofi.get(home))
    kofi.post(reverse("portal:rate", args=[company.sql.public_id]), {"level": "2", "idempotency_key": "a"})
    page = words(kofi.get(home))
    assert "Waiting for Marta since today." in page
    assert "Rate yourself in SQL" not in page
    assert "Waiting for Marta since today." in words(kofi.get(reverse("portal:skills")))
    archive_module(module=company.refund_change)
    for what in (company.refunds, skill("Empathy")):
        kofi.post(reverse("portal:rate", args=[what.public_id]), {"level": "2", "idempotency_key": what.name})
    page = words(kofi.get(home))
    assert "Rate yourself" not in page
    assert "No module for your gaps yet" in page
    decline_to_rate(
        person=company.kofi,
        skill=company.sql,
        asked=company.marta,
        reason="cannot_judge",
        as_of=timezone.now(),
    )
    # What he said of himself still holds: it is not asked again, whoever declines to judge it.
    assert "Rate yourself in SQL" not in words(kofi.get(home))
