"""The learner's home: one thing to do now, this week's plan with why, the gaps."""

from datetime import timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from content.activity.services import start_module
from content.assignments.models import AssignedPerson
from content.catalogue.services import archive_module
from content.planning.models import LearningTime, Plan, PlanItem
from content.planning.reports import next_monday
from content.planning.services import complete_module, pause_module, set_learning_time
from mentoring.pairings.services import offer_mentoring
from portal.home.reports import waiting_tasks
from portal.navigation import navigation, waiting_of
from tests.backing.worlds import world
from tests.company import NOON, module, observe, person, skill
from tests.content.assignments.assigning import assign_to
from tests.flows.reading import section, words
from tests.mentoring.programme import asked, handed_in, running
from tests.portal.conftest import bring_up_to_date, known, lately, queries_of

HOME = "portal:home"


def home_of(company, who):
    return company.browser(who).get(reverse(HOME))


def test_the_first_step_of_the_plan_is_what_to_do_now(company):
    page = words(home_of(company, company.abena))
    assert page.startswith("Hello, Abena Support specialist II Now The refund change")
    assert "Article · 6 min · closes Refund policy 2 → 3 Start" in page


def test_what_waits_for_a_manager_and_mentor_comes_first_with_a_link_each(company):
    for what, level in ((company.refunds, 3), (company.sql, 1)):
        observe(company.abena, what, level, source="self", observed_at=lately())
    guide = offer_mentoring(person=company.marta, capacity=2, about="", as_of=NOON)
    asked(person("Hugo Ferreira"), guide, as_of=timezone.now())
    handed_in(running(company.rui, guide, company.sql, as_of=timezone.now()), company.sql)
    page = home_of(company, company.marta)
    waiting = "2 ratings to give 1 request to answer 1 task to give feedback on"
    assert words(page).startswith(f"Hello, Marta Waiting for you {waiting} No role")
    html = page.content.decode()
    for address in ("/team/ratings/", "/mentoring/?as=mentor#requests", "/mentoring/?as=mentor#tasks"):
        assert f'href="{address}"' in html


def test_nobody_else_sees_anything_of_it(company):
    assert "Waiting for you" not in words(home_of(company, company.abena))
    assert "Waiting for you" not in words(home_of(company, company.marta))


def test_what_waits_is_asked_of_the_database_once_with_the_navigation(company, rf, django_assert_num_queries):
    before = queries_of(lambda: home_of(company, company.marta))
    observe(company.abena, company.refunds, 3, source="self", observed_at=lately())
    assert "1 rating to give" in section(home_of(company, company.marta), "Waiting for you")
    assert queries_of(lambda: home_of(company, company.marta)) == before
    request = rf.get(reverse(HOME))
    request.user = company.marta
    assert navigation(request)["inbox"]["count"] == "1"
    with django_assert_num_queries(0):
        assert [one.words for one in waiting_tasks(waiting_of(request, company.marta))] == [
            "1 rating to give"
        ]


def test_a_step_that_was_begun_is_resumed(company):
    start_module(person=company.abena, module=company.refund_change, started_at=timezone.now())
    assert "closes Refund policy 2 → 3 Resume" in words(home_of(company, company.abena))


def test_what_was_begun_off_the_plan_comes_first_and_the_plan_stays_whole(company):
    other = module("Five questions on refunds", company.refunds, 2, 2.5, minutes=9)
    start_module(person=company.abena, module=other, started_at=timezone.now())
    page = home_of(company, company.abena)
    assert "Now Five questions on refunds Article · 9 min · works on Refund policy Resume" in words(page)
    assert "The refund change" in section(page, "This week")


def test_what_was_begun_and_closes_no_gap_tells_since_when(company):
    other = module("Write a query", company.sql, 1, 2)
    start_module(person=company.abena, module=other, started_at=timezone.now())
    assert "Now Write a query Article · 4 min · started just now Resume" in words(
        home_of(company, company.abena)
    )


def test_what_was_begun_too_early_is_not_said_to_close_a_gap(company):
    too_early = module("For experts", company.refunds, 3, 4)
    start_module(person=company.abena, module=too_early, started_at=timezone.now())
    shown = words(home_of(company, company.abena))
    assert "Now For experts Article · 4 min · started just now Resume" in shown


def test_what_was_begun_long_ago_and_closes_no_gap_gives_way_to_the_plan(company):
    other = module("Write a query", company.sql, 1, 2)
    start_module(person=company.abena, module=other, started_at=timezone.now() - timedelta(days=20))
    assert "Now The refund change" in words(home_of(company, company.abena))


def test_the_week_tells_minutes_done_and_why_each_step(company):
    done = module("What changed in refunds", company.refunds, 0, 1, minutes=5)
    complete_module(person=company.abena, module=done, completed_at=timezone.now())
    week = section(home_of(company, company.abena), "This week")
    assert "5 of 30 min" in week
    assert "Rate yourself in SQL 3 min why" in week
    assert "Your role needs SQL at level 2" in week
    assert "modules follow if there is a gap. Not this week SQL" in week
    assert "That is the best possible use of the time." in week


def test_a_step_within_one_level_is_not_told_as_a_step_from_a_level_to_itself(company):
    """Rounded, it would lead from level 2 to level 2."""
    item = PlanItem(skill=company.refunds, reason="raises", level_before=1.6, level_after=2, required=3)
    item.reason_details = {"known": 1.6}
    why = render_to_string("portal/home/step_why.html", {"item": item})
    assert "Refund policy: you 1.6, needed 3. This step brings you to 2." in why


def test_where_asking_is_worth_more_than_a_module_no_word_says_that_it_closes_more(company):
    company.refund_change.effects.update(to_level="2.1")
    module("Write a query", company.sql, 0, 2)
    LearningTime.objects.create(person=company.abena, minutes_per_week=6)
    bring_up_to_date(company.abena)
    plan = Plan.objects.get(person=company.abena)
    assert (plan.items.get().reason, plan.gain) == ("assess", 0)
    week = section(home_of(company, company.abena), "This week")
    assert "3 min of your 6 min a week. That is the best possible use of the time." in week


def test_gaps_are_told_as_you_and_needed_and_what_nobody_knows_apart(company):
    gaps = section(home_of(company, company.abena), "Gaps")
    known, unknown = gaps.split("Needs assessment")
    assert "Refund policy critical You 2 · Needed 3" in known
    assert "SQL Not assessed yet · Needed 2" in unknown
    assert "All 3 skills of your role" in unknown


def test_the_gaps_say_how_many_skills_are_met(company):
    assert "1 of 3 met" in section(home_of(company, company.abena), "Gaps")


def test_without_a_role_the_page_says_how_one_comes(company):
    page = words(home_of(company, company.ines))
    assert "No role, so no plan yet" in page
    assert "HR assigns roles by job code" in page


def test_a_plan_that_is_not_made_yet_is_announced(company):
    Plan.objects.all().delete()
    assert "Your plan is on its way" in words(home_of(company, company.abena))


def test_nothing_missing_is_said_calmly(company):
    for name in ("Refund policy", "SQL", "Empathy"):
        known(company.kofi, skill(name), 4, by=company.marta)
    bring_up_to_date(company.kofi)
    page = words(home_of(company, company.kofi))
    assert "No gaps for your role" in page
    assert "You meet every skill that your role needs." in page


@world
def kofi_with_a_gap(company):
    for name, level in (("Refund policy", 4), ("SQL", 4), ("Empathy", 0)):
        known(company.kofi, skill(name), level, by=company.marta)
    bring_up_to_date(company.kofi)
    return company.kofi


def test_missing_material_is_named_and_a_mentor_offered(company, kofi_with_a_gap):
    page = words(home_of(company, kofi_with_a_gap))
    assert "No module for your gaps yet HR sees that modules are missing for Empathy." in page
    assert "Find a mentor" in page


def test_material_that_is_done_is_to_be_seen_and_moves_no_level(company):
    complete_module(person=company.abena, module=company.refund_change, completed_at=timezone.now())
    page = home_of(company, company.abena)
    assert (
        "Rate yourself in Refund policy 3 min · Refund policy is not assessed "
        "since you did modules for it Rate yourself" in words(page)
    )
    assert "There is no module" not in words(page)
    assert "Refund policy critical You 2 · Needed 3" in section(page, "Gaps")


def test_a_step_that_goes_on_from_what_was_done_tells_the_level_that_is_known(company):
    module("What an exception costs", company.refunds, 3, 4)
    company.abena.role_assignments.get().role_level.requirements.filter(skill=company.refunds).update(level=4)
    bring_up_to_date(company.abena)
    complete_module(person=company.abena, module=company.refund_change, completed_at=timezone.now())
    page = words(home_of(company, company.abena))
    assert "What an exception costs Article · 4 min · continues with Refund policy, to 4 Start" in page


def test_gaps_that_outlast_their_material_are_named_and_a_mentor_offered(company, kofi_with_a_gap):
    """A module is left, but it starts a level higher than he is."""
    done = module("Worry before question", skill("Empathy"), 0, 1)
    module("Say no kindly", skill("Empathy"), 1, 2)
    long_ago = timezone.now() - timedelta(days=30)
    complete_module(person=kofi_with_a_gap, module=done, completed_at=long_ago)
    page = words(home_of(company, kofi_with_a_gap))
    assert "You have done every module for your level Newer evidence still shows a gap in Empathy." in page
    assert "Find a mentor" in page


def test_a_week_that_is_done_is_told_with_what_the_next_one_begins_with(company, kofi_with_a_gap):
    LearningTime.objects.create(person=kofi_with_a_gap, minutes_per_week=10)
    done = module("Read a request log", company.sql, 1, 2, minutes=8)
    module("Worry before question", skill("Empathy"), 0, 2, minutes=6)
    complete_module(person=kofi_with_a_gap, module=done, completed_at=timezone.now())
    page = home_of(company, kofi_with_a_gap)
    assert (
        "This week’s plan is done No other step fits into your 10 min a week. "
        "Next week starts with “Worry before question”, 6 min." in words(page)
    )
    assert "8 of 10 min" in section(page, "This week")


def test_what_is_done_and_what_is_planned_add_up_to_the_week(company, kofi_with_a_gap):
    done = module("Read a request log", company.sql, 1, 2, minutes=8)
    module("Worry before question", skill("Empathy"), 0, 2, minutes=6)
    complete_module(person=kofi_with_a_gap, module=done, completed_at=timezone.now())
    week = section(home_of(company, kofi_with_a_gap), "This week")
    assert "8 of 30 min" in week
    assert "6 min of the 22 min left of your 30 min a week." in week


def test_minutes_that_nothing_fits_can_be_changed(company, kofi_with_a_gap):
    module("A long course", skill("Empathy"), 0, 2, minutes=50)
    LearningTime.objects.create(person=kofi_with_a_gap, minutes_per_week=9)
    bring_up_to_date(kofi_with_a_gap)
    page = words(home_of(company, kofi_with_a_gap))
    assert "No step fits into 9 min a week The shortest step that helps takes 50 min." in page
    assert "Change my minutes" in page


def test_a_plan_without_minutes_rests_and_counts_none(company, kofi_with_a_gap):
    done = module("Read a request log", company.sql, 1, 2, minutes=8)
    module("Worry before question", skill("Empathy"), 0, 2, minutes=6)
    complete_module(person=kofi_with_a_gap, module=done, completed_at=timezone.now())
    set_learning_time(person=kofi_with_a_gap, minutes_per_week=0, as_of=timezone.now())
    page = home_of(company, kofi_with_a_gap)
    assert "Your plan is paused The shortest step that helps takes 6 min. Change my minutes" in words(page)
    assert "You have set 0 minutes a week." in section(page, "This week")
    assert "of 0 min" not in words(page)


def test_a_critical_module_longer_than_a_week_is_spread_over_weeks(company):
    type(company.refund_change).objects.update(minutes=45)
    bring_up_to_date(company.abena)
    page = words(home_of(company, company.abena))
    assert "Article · 45 min over 2 weeks: 30 min this week · closes Refund policy 2 → 3 Start" in page
    more = section(company.browser(company.abena).get(reverse(HOME) + "?more=1"), "This week")
    assert "With more time today The refund change Article · 15 min · closes Refund policy 2 → 3" in more
    company.refund_change.refresh_from_db()
    pause_module(
        person=company.abena, module=company.refund_change, minutes_done=30, paused_at=timezone.now()
    )
    page = home_of(company, company.abena)
    assert "30 of 30 min" in section(page, "This week")


def test_a_critical_skill_without_a_step_is_named_with_its_reason_and_what_to_do(company):
    type(company.refund_change).objects.update(minutes=45)
    set_learning_time(person=company.abena, minutes_per_week=8, as_of=timezone.now())
    bring_up_to_date(company.abena)
    page = home_of(company, company.abena)
    week = section(page, "This week")
    assert (
        "Critical skills without a step this week Refund policy "
        "The shortest step takes 45 min; 8 min a week are too few to spread it over weeks. Change my minutes"
        in week
    )
    archive_module(module=company.refund_change)
    bring_up_to_date(company.abena)
    week = section(home_of(company, company.abena), "This week")
    assert "There is no module for your level yet. HR sees that one is missing. Find a mentor" in week


def test_who_is_waited_for_is_named_where_a_critical_skill_is_not_assessed(company):
    observe(company.kofi, company.refunds, 5, source="self", observed_at=lately())
    bring_up_to_date(company.kofi)
    week = section(home_of(company, company.kofi), "This week")
    assert "without a step this week Refund policy Waiting for Marta" in week


def test_a_plan_that_leaves_out_critical_skills_takes_no_query_more(company):
    before = queries_of(lambda: home_of(company, company.abena))
    type(company.refund_change).objects.update(minutes=45)
    set_learning_time(person=company.abena, minutes_per_week=8, as_of=timezone.now())
    assert "Critical skills without a step" in words(home_of(company, company.abena))
    # What was planned before is suggested now.
    assert queries_of(lambda: home_of(company, company.abena)) <= before + 1


def test_with_more_time_the_next_step_comes_and_the_week_stays(company):
    module("What an exception costs", company.refunds, 3, 4, minutes=40)
    company.abena.role_assignments.get().role_level.requirements.filter(skill=company.refunds).update(level=4)
    bring_up_to_date(company.abena)
    before = Plan.objects.filter(person=company.abena).values().get()
    assert "I have more time today" in section(home_of(company, company.abena), "This week")
    week = section(company.browser(company.abena).get(reverse(HOME) + "?more=1"), "This week")
    assert (
        "With more time today What an exception costs Article · 40 min · "
        "continues with Refund policy, to 4 It comes after the steps of this week." in week
    )
    assert Plan.objects.filter(person=company.abena).values().get() == before


def test_with_more_time_and_nothing_left_that_is_said(company):
    week = section(company.browser(company.abena).get(reverse(HOME) + "?more=1"), "This week")
    assert "No other step helps with your gaps now." in week


def test_the_source_of_the_skills_is_one_click_away_at_the_foot(company):
    company.refunds.framework.attribution = "Crown copyright, OGL 3.0"
    company.refunds.framework.save()
    page = home_of(company, company.abena).content.decode()
    foot = page[page.index("<footer") : page.index("</footer>")]
    assert "Crown copyright, OGL 3.0</p></details>" in foot
    assert page.count("Crown copyright") == 1


def test_the_home_page_reads_a_fixed_number_of_times(company, django_assert_max_num_queries):
    home_of(company, company.abena)
    with django_assert_max_num_queries(12):
        home_of(company, company.abena)
    for number in range(8):
        module(f"Refunds {number}", company.refunds, 2, 3, minutes=3)
        observe(company.abena, skill(f"Skill {number}"), 2)
    bring_up_to_date(company.abena)
    with django_assert_max_num_queries(12):
        home_of(company, company.abena)


def test_a_person_without_anything_has_a_page(company):
    assert home_of(company, person("New Colleague")).status_code == 200


def test_a_question_beyond_those_of_a_plan_leads_to_the_rating(company):
    needs = company.kofi.role_assignments.get().role_level.requirements
    needs.update(is_critical=True)
    bring_up_to_date(company.kofi)
    week = section(home_of(company, company.kofi), "This week")
    assert (
        "It needs assessment. A plan asks two questions at most; the others come later. Rate yourself" in week
    )


def test_a_manager_reads_what_is_overdue_of_their_direct_reports(company):
    assert "overdue" not in words(home_of(company, company.marta))
    assign_to(company.abena, module("Data protection", company.refunds, 1, 2))
    AssignedPerson.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    page = home_of(company, company.marta)
    assert "1 overdue assignment of your direct reports" in section(page, "Waiting for you")
    assert f'href="{reverse("content:overdue")}?show=direct"' in page.content.decode()


def test_what_is_put_off_is_no_suggestion_and_is_brought_back(company):
    step = PlanItem.objects.filter(plan__person=company.abena, module__isnull=False).first().module
    client = company.browser(company.abena)
    until = next_monday(company.abena, timezone.now())
    client.post(reverse("content:put_off", args=[step.public_id]), {"until": until})
    page = home_of(company, company.abena)
    week = section(page, "This week")
    assert f"{step} Put off until Monday" in week
    assert str(step) not in words(page).replace(week, "").partition("For you")[2].partition("Gaps")[0]
    client.post(reverse("content:bring_back", args=[step.public_id]))
    assert "Put off until" not in words(home_of(company, company.abena))
