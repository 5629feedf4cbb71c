"""Trying out the test questions of the demo company, and the calibrations that followed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from math import sqrt

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.models import Calibration, ItemAnswer
from assessments.testing.calibration.services import (
    NewAnswer,
    ask_for_calibration,
    record_answers,
    run_calibration,
)
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.pretest import TriedOut, all_tried_out, tried_skills
from demo.services.items import SOURCE
from demo.services.roster import people_of
from lifow.people.persons.models import Person

CALIBRATED_DAYS_AGO = 7
OF_OTHERS = (Evidence.Source.MANAGER, Evidence.Source.PEER, Evidence.Source.OBSERVED, Evidence.Source.MENTOR)
Known = Mapping[tuple[int, int], list[tuple[datetime, float]]]


def load_answers(company: Company, as_of: datetime) -> int:
    """The answers with which the questions were tried out: none of them counted; how many."""
    if ItemAnswer.objects.exists():
        return 0
    answers = list(_answers(company))
    record_answers(answers=answers)
    return len(answers)


def load_calibrations(company: Company, as_of: datetime) -> int:
    """Calibrate the skills whose questions were tried out, as it was done a week ago; how many."""
    if Calibration.objects.exists():
        return 0
    author = people_of(company)[company.told["access"]["authors"][0]]
    moment = as_of - timedelta(days=CALIBRATED_DAYS_AGO)
    skills = Skill.objects.active().filter(external_id__in=tried_skills(company))
    for skill in skills.order_by("pk"):
        ask_for_calibration(skill=skill, by=author, as_of=moment)
    done = 0
    while run_calibration(as_of=moment):
        done += 1
    return done


def _answers(company: Company) -> Iterator[NewAnswer]:
    people, known_sd = people_of(company), company.evidence["generator"]["pretest"]["known_sd"]
    rows = ItemVersion.objects.in_use().filter(item__external_source=SOURCE).select_related("item")
    versions = {version.item.external_id: version for version in rows}
    known = _known(people)
    for one in all_tried_out(company):
        if one.item in versions and one.employee in people:
            yield _answer(one, versions[one.item], people[one.employee], company, known, known_sd)


def _answer(
    one: TriedOut,
    version: ItemVersion,
    person: Person,
    company: Company,
    known: Known,
    known_sd: float,
) -> NewAnswer:
    kind = kind_named(version.kind)
    at = local_moment(workday_before(company.today, one.days_ago), one.minute, person.timezone)
    said = [level for when, level in known.get((person.pk, version.item.skill_id), ()) if when < at]
    return NewAnswer(
        version_id=version.pk,
        person_id=person.pk,
        sitting_key=f"demo:{one.employee}:{one.skill}:{one.round}",
        answered_at=at,
        score=kind.score(version.body, one.answer),
        chosen=kind.chosen(version.body, one.answer),
        confidence=one.confidence,
        seconds=one.seconds,
        counts=False,
        level_then=sum(said) / len(said) if said else None,
        level_se_then=known_sd / sqrt(len(said)) if said else None,
    )


def _known(people: Mapping[str, Person]) -> Known:
    """What others have said of each person and skill, and when."""
    found: dict[tuple[int, int], list[tuple[datetime, float]]] = {}
    rows = Evidence.objects.filter(person__in=[one.pk for one in people.values()], source__in=OF_OTHERS)
    for person_id, skill_id, when, level in rows.values_list("person", "skill", "observed_at", "level"):
        found.setdefault((person_id, skill_id), []).append((when, float(level)))
    return found
