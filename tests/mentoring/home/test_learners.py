import pytest

from mentoring.home.reports import learner_side
from mentoring.matching.services import propose_pairings
from mentoring.pairings.reports import mentor_line, shortlist_of, with_reasons
from mentoring.pairings.services import decline_pairing, stop_mentoring
from mentoring.tasks.reports import skills_to_show
from tests.company import NOON, compute, give, observe, person, role, skill
from tests.mentoring.programme import (
    BARS,
    asked,
    handed_in,
    learner_with_a_gap,
    mentor,
    proposal,
    queries_of,
    running,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def test_the_recommended_mentor_comes_first_then_who_covers_most():
    abena = person()
    third = proposal(abena, mentor("Third"), skill(), score=0.4)
    second = proposal(abena, mentor("Second"), skill(), score=0.9)
    first = proposal(abena, mentor("First"), skill(), score=0.6, is_recommended=True)
    assert [one.pairing for one in shortlist_of(abena, as_of=NOON)] == [first, second, third]


def test_a_reason_names_skills_hours_and_languages():
    row = proposal(person(), mentor(), skill("Empathy"), skill("SQL"))
    row.reason["languages"] = ["de", "tlh"]
    (reason,) = with_reasons([row])
    assert [(one.skill.name, one.share) for one in reason.covers] == [("Empathy", 0.5), ("SQL", 0.5)]
    assert (reason.shared_hours, reason.language_names) == (35, ("German", "tlh"))


def test_a_skill_that_no_longer_exists_is_left_out():
    row = proposal(person(), mentor(), skill("Empathy"), skill("SQL"))
    skill("SQL").delete()
    assert [one.skill.name for one in with_reasons([row])[0].covers] == ["Empathy"]


def test_a_mentor_whose_seats_were_taken_since_is_marked():
    abena, guide = person(), mentor(capacity=1)
    proposal(abena, guide, skill())
    assert shortlist_of(abena, as_of=NOON)[0].has_a_free_seat
    running(person("Yusuf Kaya"), guide)
    assert not shortlist_of(abena, as_of=NOON)[0].has_a_free_seat


def test_the_learners_own_level_stands_beside_what_the_mentor_covers():
    abena = learner_with_a_gap()
    proposal(abena, mentor(), skill(), skill("SQL"))
    (reason,) = learner_side(abena, as_of=NOON).shortlist
    refunds, sql = reason.covers
    assert (round(refunds.standing.level), refunds.standing.required) == (1, 3)
    assert sql.standing is None


def test_while_a_pairing_runs_its_tasks_are_shown_and_nobody_else():
    abena, guide = person(), mentor(capacity=2)
    row = running(abena, guide, skill())
    first, second = handed_in(row, skill(), title="First"), handed_in(row, skill(), title="Second")
    proposal(abena, mentor("Yusuf Kaya"), skill())
    side = learner_side(abena, as_of=NOON)
    assert (side.current.pairing, side.tasks, side.shortlist) == (row, (second, first), ())


def test_beside_a_request_the_others_are_still_listed():
    abena = person()
    request = asked(abena, mentor(), skill())
    other = proposal(abena, mentor("Yusuf Kaya"), skill())
    side = learner_side(abena, as_of=NOON)
    assert (side.current.pairing, [one.pairing for one in side.shortlist]) == (request, [other])


def test_without_a_match_the_learner_is_told_why():
    abena = learner_with_a_gap()
    propose_pairings(as_of=NOON)
    assert "No mentor covers your gaps" in str(learner_side(abena, as_of=NOON).why.learner)


def test_earlier_pairings_are_those_that_were_asked_for():
    abena, guide = person(), mentor(capacity=2)
    declined = decline_pairing(pairing=asked(abena, guide), as_of=NOON)
    never_asked = proposal(abena, mentor("Yusuf Kaya"))
    running(abena, mentor("Eva Berg"))
    never_asked.refresh_from_db()
    assert never_asked.state == "expired"
    assert learner_side(abena, as_of=NOON).earlier == (declined,)


def test_the_home_line_names_the_pairing_or_counts_proposals():
    abena = person()
    proposal(abena, mentor("Yusuf Kaya"))
    assert mentor_line(abena, as_of=NOON).proposals == 1
    row = asked(abena, mentor())
    assert mentor_line(abena, as_of=NOON).pairing == row


def test_nobody_is_proposed_who_stopped():
    abena, guide = person(), mentor()
    stop_mentoring(mentor=guide, as_of=NOON)
    proposal(abena, guide)
    assert shortlist_of(abena, as_of=NOON) == ()


@pytest.mark.parametrize("name", BARS)
def test_nobody_is_proposed_whom_the_rules_forbid_by_now(name):
    bar, _said = BARS[name]
    abena, guide = person(), mentor()
    other = proposal(abena, mentor("Yusuf Kaya"))
    proposal(abena, guide)
    bar(abena, guide)
    left = [] if name == "learner left" else [other]
    assert [one.pairing for one in shortlist_of(abena, as_of=NOON)] == left
    assert mentor_line(abena, as_of=NOON).proposals == len(left)


def test_a_task_is_about_what_the_mentor_covers_first_and_then_other_gaps():
    abena = person()
    give(abena, role(Refund_policy=3, Empathy=3, SQL=1))
    for what, level in (("Refund policy", 1), ("Empathy", 1), ("SQL", 5)):
        for _ in range(6):
            observe(abena, skill(what), level)
    compute(abena)
    covered, gapped = skills_to_show(running(abena, mentor(), skill()))
    assert (covered, gapped) == ((skill(),), (skill("Empathy"),))


def test_the_learners_side_takes_as_many_queries_for_many_as_for_one():
    abena = learner_with_a_gap()
    proposal(abena, mentor(), skill())
    for_one = queries_of(lambda: learner_side(abena, as_of=NOON))
    for place in range(4):
        proposal(abena, mentor(f"Mentor {place}"), skill())
    assert queries_of(lambda: learner_side(abena, as_of=NOON)) == for_one
