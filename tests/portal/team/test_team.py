"""A manager's team: the heat map, the teams below, the ratings that wait."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.requests.reports import waiting_ratings
from lifow.people.persons.models import Person
from tests.backing.asking import count_waiting_ratings
from tests.company import give, observe, person, skill
from tests.flows.reading import section, words
from tests.portal.conftest import bring_up_to_date, lately, queries_of

TEAM = "portal:team"
RATINGS = "portal:ratings"


def team_page(company, who, **asked):
    return company.browser(who).get(reverse(TEAM), asked)


def say(who, what, level, **fields):
    """A self-rating of yesterday."""
    return observe(who, what, level, source="self", observed_at=lately(), **fields)


def test_the_map_shows_people_by_skills_with_levels_needs_and_what_nobody_knows(company):
    page = words(team_page(company, company.marta))
    assert page.startswith("Team Billing support 2 people")
    assert "Kofi Mensah" in page
    assert "Abena Osei 1 of 3 met 2/3 critical" in page
    assert "Not assessed yet, needed 2" in team_page(company, company.marta).content.decode()


def test_the_legend_says_what_the_two_numbers_are(company):
    assert "level 2, needed 3" in words(company.browser(company.marta).get(reverse("portal:team")))


def test_each_cell_leads_to_the_evidence_behind_it(company):
    cell = reverse("portal:person_skill", args=[company.abena.public_id, company.refunds.public_id])
    assert f'href="{cell}"' in team_page(company, company.marta).content.decode()


def test_who_has_no_reports_is_told_who_keeps_them(company):
    refused = team_page(company, company.abena)
    assert refused.status_code == 403
    assert "Who reports to whom comes from the HR system" in refused.content.decode()


def test_a_manager_above_sees_the_teams_below(company):
    page = words(team_page(company, company.grace, manager=company.marta.public_id))
    assert page.startswith("Team Team of Marta Kowalczyk 2 people")


def test_a_team_outside_ones_line_is_not_there(company):
    assert team_page(company, company.marta, manager=company.rui.public_id).status_code == 404
    assert team_page(company, company.rui, manager=company.marta.public_id).status_code == 404
    assert team_page(company, company.marta, manager="nobody").status_code == 404


def test_hr_without_reports_chooses_among_all_teams(company):
    page = words(team_page(company, company.ruth))
    assert "Marta Kowalczyk Critical gap: 1 of 2 · Not fully assessed: 2 of 2 2 people" in page
    assert "Rui Pacheco 1 person" in page, "of whom nobody has a role nothing is known"
    shown = words(team_page(company, company.ruth, manager=company.marta.public_id))
    assert shown.startswith("Organisation Team of Marta Kowalczyk 2 people")


def test_the_list_counts_whom_the_team_page_shows(company):
    person("Hired Soon", manager=company.marta, status="prehire")
    person("Has Left", manager=company.marta, status="terminated")
    page = words(team_page(company, company.ruth))
    assert "Marta Kowalczyk Critical gap: 1 of 3 · Not fully assessed: 2 of 3 3 people" in page
    shown = words(team_page(company, company.ruth, manager=company.marta.public_id))
    assert shown.startswith("Organisation Team of Marta Kowalczyk 3 people")


def test_the_team_below_that_needs_attention_is_first(company):
    hana = person("Hana Abe", manager=company.grace)
    give(person("Ada Lund", manager=hana), company.abena.role_assignments.get().role_level)
    person("Bo Lund", manager=person("Anna Berg", manager=company.grace))
    bring_up_to_date(*Person.objects.reporting_to(hana))
    below = section(team_page(company, company.grace), "Teams below")
    assert below.index("Marta Kowalczyk") < below.index("Hana Abe") < below.index("Anna Berg")
    assert "Hana Abe Critical gap: 0 of 1 · Not fully assessed: 1 of 1 1 person" in below


def test_teams_below_are_counted_in_as_many_queries_for_one_as_for_ten(company):
    few = queries_of(lambda: team_page(company, company.grace))
    for number in range(9):
        person(f"Member {number}", manager=person(f"Lead {number}", manager=company.grace))
    assert queries_of(lambda: team_page(company, company.grace)) == few <= 12


def test_a_team_nobody_is_in_says_how_people_come(company):
    shown = words(team_page(company, company.marta, manager=company.abena.public_id))
    assert "No direct reports yet" in shown


def test_a_team_without_roles_says_that_the_map_is_missing(company):
    assert "No gap report yet" in words(team_page(company, company.rui))


def test_a_team_page_reads_as_often_for_two_as_for_twelve(company):
    small = queries_of(lambda: team_page(company, company.marta))
    specialist = company.abena.role_assignments.get().role_level
    for number in range(10):
        one = person(f"Colleague {number}", manager=company.marta)
        give(one, specialist)
        observe(one, company.refunds, 2, observed_at=lately())
        bring_up_to_date(one)
    assert queries_of(lambda: team_page(company, company.marta)) == small <= 20


def test_a_self_rating_waits_with_what_the_person_said(company):
    say(company.abena, company.refunds, 3, origin={"text": "Refunded in two currencies"})
    header = words(team_page(company, company.marta))
    assert "2 people · 1 rating to give Review" in header
    page = words(company.browser(company.marta).get(reverse(RATINGS)))
    assert "Abena Osei: Refund policy Abena gave a self-rating yesterday" in page
    assert "“Refunded in two currencies”" in page


def test_no_level_is_chosen_nor_the_own_one_shown_and_saving_shows_the_next(company):
    say(company.abena, company.refunds, 3)
    say(company.kofi, company.sql, 1)
    browser = company.browser(company.marta)
    page = browser.get(reverse(RATINGS))
    assert "checked" not in page.content.decode()
    assert "Abena says" not in words(page)
    assert "Kofi Mensah: SQL" in section(page, "Other ratings to give")
    sent = browser.post(
        reverse("portal:rate_person", args=[company.abena.public_id, company.refunds.public_id]),
        {"level": "3", "idempotency_key": "x", "next": "ratings"},
    )
    assert sent["Location"] == reverse(RATINGS)
    html = browser.get(reverse(RATINGS))
    assert "you say 3, Abena Osei says 3" in html.content.decode()
    assert "Kofi Mensah: SQL Kofi gave a self-rating" in words(html)


def test_another_one_can_be_taken_first(company):
    say(company.abena, company.refunds, 3)
    second = say(company.kofi, company.sql, 1)
    browser = company.browser(company.marta)
    page = words(browser.get(reverse(RATINGS), {"rating": second.public_id}))
    assert page.startswith("Team Kofi Mensah: SQL")
    assert browser.get(reverse(RATINGS), {"rating": "nothing"}).status_code == 404


def test_a_rating_of_another_team_cannot_be_opened(company):
    waiting = say(company.abena, company.refunds, 3)
    browser = company.browser(company.rui)
    assert browser.get(reverse(RATINGS), {"rating": waiting.public_id}).status_code == 404
    assert "No ratings to give" in words(browser.get(reverse(RATINGS)))


def test_what_was_answered_or_said_anew_does_not_wait(company):
    say(company.abena, skill("Upsell"), 2)
    say(company.abena, skill("Upsell"), 3)
    page = words(company.browser(company.marta).get(reverse(RATINGS)))
    assert "Abena Osei: Upsell" in page
    assert "Other ratings to give" not in page
    now = timezone.now() - timedelta(minutes=1)
    observe(company.abena, skill("Upsell"), 3, source="manager", rater=company.marta, observed_at=now)
    assert "No ratings to give" in words(company.browser(company.marta).get(reverse(RATINGS)))


def test_the_ratings_page_reads_as_often_for_one_as_for_nine(company):
    def read() -> object:
        return company.browser(company.marta).get(reverse(RATINGS))

    say(company.abena, company.refunds, 3)
    small = queries_of(read)
    for number in range(8):
        say(company.kofi, skill(f"Skill {number}"), 2)
    assert queries_of(read) == small <= 18


def test_a_manager_of_the_same_moment_has_answered_and_a_corrected_word_is_none(company):
    now = lately()
    observe(company.abena, company.sql, 3, source="self", observed_at=now)
    observe(company.abena, company.sql, 2, source="manager", rater=company.marta, observed_at=now)
    assert count_waiting_ratings(company.marta) == 0
    later = now + timedelta(minutes=1)
    said = observe(company.abena, company.sql, 4, source="self", observed_at=later)
    assert [one.self_rating for one in waiting_ratings(company.marta)] == [said]
    observe(company.abena, company.sql, 4, source="observed", observed_at=later, supersedes=said)
    assert count_waiting_ratings(company.marta) == 0


def test_counting_ends_at_a_hundred_and_the_list_at_fifty(company):
    for number in range(101):
        say(company.kofi, skill(f"Skill {number}"), 2)
    assert "99+ ratings to give" in words(team_page(company, company.marta))
    assert count_waiting_ratings(company.marta) == 100
    assert len(waiting_ratings(company.marta)) == 50


def test_the_teams_of_those_who_report_to_one_are_rows_to_open(company):
    page = team_page(company, company.grace)
    said = "Marta Kowalczyk Critical gap: 1 of 2 · Not fully assessed: 2 of 2 2 people"
    assert section(page, "Teams below") == f"Most critical gaps first {said}"
    assert f"?manager={company.marta.public_id}" in page.content.decode()


def test_a_wide_team_and_the_list_of_teams_come_in_pages(company):
    for number in range(50):
        person(f"Manager {number:02}", manager=person(f"Head Aa{number:02}", manager=company.rui))
    first, second = (words(team_page(company, company.rui, page=number)) for number in ("1", "2"))
    assert [page.startswith("Team Sales 51 people") for page in (first, second)] == [True, True]
    assert ("Head Aa49 1 person" in first, "Teams below" in second) == (True, False)
    teams = team_page(company, company.ruth)
    assert "Rui Pacheco" not in words(teams)
    assert "Rui Pacheco 51 people" in words(team_page(company, company.ruth, page="2"))
    assert words(team_page(company, company.ruth, page="none")) == words(teams)
