"""What reports had said is held against tests and observed work that followed, and against nothing else."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from assessments.calibration.choices import Basis
from assessments.calibration.models import CheckedStatement, ReliabilityBin
from assessments.calibration.reports import calibrations
from assessments.calibration.services import check_against_true_levels, check_statements, rebuild
from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence
from assessments.evidence.services import restore_evidence, withdraw_evidence
from assessments.gaps.compute.packing import unpack
from assessments.gaps.models import GapReport
from lifow.people.merging.models import PersonMerge
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
DAY = timedelta(days=1)


@world
def abena() -> Person:
    """She has been assessed by herself and her manager, and her report says what is likely."""
    made = person(manager=person("Marta Kowalczyk"))
    give(made, role(SQL=3, Empathy=2))
    observe(made, skill("SQL"), 3, source="self")
    observe(made, skill("SQL"), 4, source="manager", rater=Person.objects.get(given_name="Marta"))
    compute(made)
    return made


def marta() -> Person:
    return Person.objects.get(given_name="Marta")


def seen(who: Person, level: float, **fields):
    """Evidence of the next day."""
    return observe(who, skill("SQL"), level, **{"source": "test", "observed_at": NOON + DAY, **fields})


def chance_in(report: GapReport) -> float:
    rows = unpack(bytes(report.packed))
    return float(rows[rows["skill"] == skill("SQL").pk]["p_meets"][0])


def test_a_test_is_held_against_the_report_before_it(abena):
    before = GapReport.objects.get(person=abena)
    test = seen(abena, 3)
    compute(abena, as_of=NOON + DAY)
    assert check_statements(as_of=NOON + 2 * DAY) == 1
    checked = CheckedStatement.objects.get()
    assert (checked.evidence, checked.report, checked.came_true) == (test, before, True)
    assert checked.chance == pytest.approx(chance_in(before))
    assert 0.5 < checked.expected < checked.chance
    assert checked.sources == 1 << Source.SELF | 1 << Source.MANAGER


@pytest.mark.parametrize(("level", "is_true"), [(2, False), (2.25, False), (2.5, True), (5, True)])
def test_the_needed_level_is_reached_from_half_a_level_below(abena, level, is_true):
    seen(abena, level)
    check_statements(as_of=NOON + 2 * DAY)
    assert CheckedStatement.objects.get().came_true == is_true


def test_work_that_somebody_else_observed_counts_and_ones_own_does_not(abena):
    seen(abena, 3, source="observed", rater=marta())
    seen(abena, 3, source="observed", rater=None)
    # As it could be recorded once.
    earlier = {"level": 3, "source": "observed", "observed_at": NOON + DAY, "recorded_at": NOON + DAY}
    Evidence.objects.create(person=abena, skill=skill("SQL"), rater=abena, **earlier)
    assert check_statements(as_of=NOON + 2 * DAY) == 2


@pytest.mark.parametrize("source", ["manager", "self"])
def test_ratings_are_no_proof(abena, source):
    seen(abena, 3, source=source, rater=abena if source == "self" else marta())
    assert check_statements(as_of=NOON + 2 * DAY) == 0


def test_what_no_report_had_spoken_of_is_not_checked(abena):
    observe(abena, skill("Empathy"), 2, observed_at=NOON + DAY)
    observe(abena, skill("Negotiation"), 2, observed_at=NOON + DAY)
    seen(abena, 3, observed_at=NOON - DAY, recorded_at=NOON + DAY)
    assert check_statements(as_of=NOON + 2 * DAY) == 0


def test_a_test_that_is_corrected_is_not_held_against_anything(abena):
    wrong = seen(abena, 0)
    check_statements(as_of=NOON + DAY)
    seen(abena, 4, supersedes=wrong)
    check_statements(as_of=NOON + 2 * DAY)
    table = ReliabilityBin.objects.filter(basis=Basis.LATER, source="", statements__gt=0).get()
    assert (table.statements, table.came_true) == (1, 1)


def test_a_source_that_was_corrected_before_the_report_is_not_what_it_rested_on(abena):
    first = observe(abena, skill("SQL"), 2, source="peer", rater=person("Kofi Mensah"))
    observe(abena, skill("SQL"), 2, source="mentor", rater=marta(), supersedes=first)
    compute(abena, as_of=NOON + timedelta(hours=1))
    seen(abena, 3)
    check_statements(as_of=NOON + 2 * DAY)
    sources = CheckedStatement.objects.get().sources
    assert not sources & 1 << Source.PEER
    assert sources & 1 << Source.MENTOR


def test_what_was_withdrawn_by_then_was_no_source_and_what_is_withdrawn_now_shows_nothing(abena):
    peer = observe(abena, skill("SQL"), 2, source="peer", rater=person("Kofi Mensah"))
    compute(abena, as_of=NOON + timedelta(minutes=10))
    withdraw_evidence(evidence=peer, reason="Another Abena.", as_of=NOON + timedelta(minutes=30))
    compute(abena, as_of=NOON + timedelta(hours=1))
    restore_evidence(evidence=peer, reason="It was hers.", as_of=NOON + timedelta(hours=2))
    test = seen(abena, 3)
    check_statements(as_of=NOON + 2 * DAY)
    assert not CheckedStatement.objects.get().sources & 1 << Source.PEER
    whole = ReliabilityBin.objects.filter(basis=Basis.LATER, source="")
    assert sum(one.statements for one in whole) == 1
    withdraw_evidence(evidence=test, reason="Another Abena.", as_of=NOON + 2 * DAY)
    check_statements(as_of=NOON + 3 * DAY)
    assert sum(one.statements for one in whole.all()) == 0


def test_what_was_withdrawn_before_it_was_checked_is_checked_once_it_counts_again(abena):
    test = seen(abena, 3)
    withdraw_evidence(evidence=test, reason="Another Abena.", as_of=NOON + DAY)
    assert check_statements(as_of=NOON + 2 * DAY) == 0
    restore_evidence(evidence=test, reason="It was hers.", as_of=NOON + 20 * DAY)
    assert check_statements(as_of=NOON + 21 * DAY) == 1


def test_what_was_said_of_a_merged_record_by_then_was_a_source(abena):
    other = person("Abena Osei-Mensah")
    observe(other, skill("SQL"), 3, source="peer", rater=person("Kofi Mensah"))
    observe(other, skill("SQL"), 3, source="mentor", rater=abena)
    PersonMerge.objects.create(kept=abena, merged=other, merged_at=NOON + timedelta(minutes=30))
    Person.objects.filter(pk=other.pk).update(merged_into=abena, is_active=False, email=None)
    compute(abena, as_of=NOON + timedelta(hours=1))
    seen(abena, 3)
    check_statements(as_of=NOON + 2 * DAY)
    sources = CheckedStatement.objects.get().sources
    assert sources & 1 << Source.PEER
    # What one record says of the other is one's own word.
    assert not sources & 1 << Source.MENTOR


def test_a_second_pass_adds_nothing_and_a_new_start_gives_the_same(abena):
    seen(abena, 3)
    check_statements(as_of=NOON + 2 * DAY)
    kept = list(CheckedStatement.objects.values())
    tables = list(
        ReliabilityBin.objects.order_by("source", "number").values_list("source", "number", "chance")
    )
    check_statements(as_of=NOON + 3 * DAY)
    assert list(CheckedStatement.objects.values()) == kept
    rebuild(as_of=NOON + 3 * DAY)
    assert list(CheckedStatement.objects.values()) == kept
    again = ReliabilityBin.objects.order_by("source", "number").values_list("source", "number", "chance")
    assert list(again) == tables


def test_a_later_pass_finds_what_was_recorded_since(abena):
    assert check_statements(as_of=NOON) == 0
    seen(abena, 3)
    assert check_statements(as_of=NOON + 2 * DAY) == 1


def test_a_report_that_cannot_be_read_has_said_nothing(abena):
    GapReport.objects.update(packed=b"broken")
    seen(abena, 3)
    assert check_statements(as_of=NOON + 2 * DAY) == 0


def test_checked_statements_go_with_their_person(abena):
    seen(abena, 3)
    check_statements(as_of=NOON + 2 * DAY)
    abena.delete()
    assert not CheckedStatement.objects.exists()


def test_the_command_checks_everything_again(abena):
    seen(abena, 3)
    call_command("rebuild_aggregates", verbosity=0)
    assert CheckedStatement.objects.count() == 1


def test_levels_that_are_known_are_held_against_the_current_reports(abena):
    levels = {(abena.pk, skill("SQL").pk): 2.4, (abena.pk, skill("Empathy").pk): 2.0}
    assert check_against_true_levels(levels=levels, as_of=NOON) == 1
    line = ReliabilityBin.objects.get(basis=Basis.TRUE_LEVELS, source="", statements=1)
    assert (line.came_true, line.expected) == (0, line.chance)
    assert line.chance == pytest.approx(chance_in(GapReport.objects.get(person=abena)))


def test_too_few_statements_say_nothing(abena):
    seen(abena, 3)
    check_statements(as_of=NOON + 2 * DAY)
    [table] = calibrations()
    assert (table.whole.statements, table.whole.came_true, table.has_bins) == (1, None, False)


def test_enough_statements_are_told_with_their_interval(abena):
    line = ReliabilityBin.objects
    check_statements(as_of=NOON)
    line.filter(source="", number=8).update(
        statements=40, chance=34, expected=32, came_true=30, squares=7.6, expected_squares=6
    )
    [table] = calibrations()
    told = table.bins[8].came
    assert (told.said, told.expected, told.came_true) == (0.85, 0.8, 0.75)
    assert told.low < 0.75 < told.high
    assert (told.brier, told.expected_brier) == (0.19, 0.15)
    assert table.about_80 == table.whole == told
    assert [one.came.is_enough for one in table.sources] == [False] * 6
