"""Material that has to be made: where people have gaps and no module leads on."""

from assessments.compute.vocabulary import GapStatus
from content.compute import MissingContent, coverage_of_content, prepare
from tests.content.compute.worlds import Module, Need, Person, catalogue_of, learners_of

REFUNDS, SQL = 1, 3


def missing(modules, people):
    return coverage_of_content(learners_of(people), prepare(catalogue_of(modules)))


def test_steps_that_no_module_makes_are_ranked_by_what_people_lack():
    """Refunds 1 → 2 has a module, 2 → 3 has none: three people lack it whole. SQL lacks 0.5 and 0.75."""
    modules = [Module(11, 5, ((REFUNDS, 1, 2),))]
    people = [
        Person(9, (Need(REFUNDS, 1, 3, critical=True),)),
        Person(9, (Need(REFUNDS, 1.5, 3), Need(SQL, 1.5, 2))),
        Person(9, (Need(REFUNDS, 2, 3), Need(SQL, 1.25, 2))),
    ]
    assert missing(modules, people) == (
        MissingContent(REFUNDS, 2, 3, people=3, critical=1, gap=3),
        MissingContent(SQL, 1, 2, people=2, critical=0, gap=1.25),
    )


def test_a_module_from_lower_down_covers_all_steps_on_its_way():
    assert missing([Module(11, 5, ((REFUNDS, 0, 3),))], [Person(9, (Need(REFUNDS, 0.5, 3),))]) == ()


def test_a_module_that_nobody_can_start_covers_nothing():
    retired = 99
    steps = missing([Module(11, 5, ((REFUNDS, 0, 3),), (retired,))], [Person(9, (Need(REFUNDS, 2, 3),))])
    assert [(step.from_level, step.to_level) for step in steps] == [(2, 3)]


def test_what_is_met_or_unknown_asks_for_no_material():
    needs = (Need(REFUNDS, 1, 3, status=GapStatus.ASSESS_FIRST), Need(SQL, 3, 2, status=GapStatus.MEETS))
    assert missing([], [Person(9, needs)]) == ()
