"""A bank whose answers are made from known levels: of one question the key is wrong."""

from typing import NamedTuple

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.services import ask_for_calibration, run_calibration
from assessments.testing.compute.items import Items
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, person, skill
from tests.item_answers import answer_all, crowd, levels_of
from tests.item_bank import published

GOOD = Items.of([(1.5, 1.0), (1.3, 1.5), (1.6, 2.0), (1.4, 2.5), (1.5, 3.0)])
PEOPLE = 200


class Unhealthy(NamedTuple):
    """`bad` has a wrong key; `author` wrote all, `reviewer` reviewed them."""

    skill: Skill
    author: Person
    reviewer: Person
    good: list[ItemVersion]
    bad: ItemVersion
    people: list[Person]


@world
def unhealthy() -> Unhealthy:
    """Five good questions and one whose key is wrong, which 200 people have answered, many of them sure."""
    author, reviewer = person("Ines Carvalho", is_author=True), person("Rui Pacheco", is_author=True)
    good = [
        published(author=author, reviewer=reviewer, level=level, stem=f"A good question {place}")
        for place, level in enumerate((1, 2, 2, 3, 3))
    ]
    bad = published(author=author, reviewer=reviewer, level=2, stem="Which of these is right?")
    people = crowd(PEOPLE)
    levels = levels_of(PEOPLE)
    answer_all(people, levels, good, GOOD)
    # Whoever knows more chooses what is marked wrong: right is answered as somebody far down would.
    answer_all(people, 4.0 - levels, [bad], Items.of([(1.5, 2.5)]), confidence="sure", seed=6)
    return Unhealthy(skill(), author, reviewer, good, bad, people)


@world
def calibrated(unhealthy: Unhealthy) -> Unhealthy:
    """The same after a calibration."""
    ask_for_calibration(skill=unhealthy.skill, by=unhealthy.author, as_of=NOON)
    assert run_calibration(as_of=NOON)
    return unhealthy
