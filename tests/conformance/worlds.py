"""A company in which every resource of the API has something, about one learner or as many as asked."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count

from assessments.evidence.models import Evidence
from assessments.frameworks.models import RoleLevel, Skill
from assessments.requests.reports import Ask
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.services import start_quick_check, start_refreshers
from content.activity.services import start_module
from content.answers.services import Asked, ask_question
from content.catalogue.models import Module
from content.planning.services import refresh_plans
from lifow.people.persons.models import ExternalId, Person
from lifow.people.roster.models import RosterImport
from mentoring.pairings.models import Pairing
from tests import company
from tests.backing.asking import ask
from tests.content.assignments.assigning import assign_to
from tests.item_answers import with_health
from tests.item_bank import draft, published

_number = count(1)


@dataclass(frozen=True, slots=True)
class World:
    """People of one company; `other` is nobody's business but HR's."""

    learner: Person
    manager: Person
    other: Person
    mentor: Person
    hr_admin: Person
    skill: Skill
    second_skill: Skill
    role_level: RoleLevel
    module: Module


def build_world() -> World:
    manager, lead = company.person("Marta Kowalczyk"), company.person("Zofia Nowak")
    learner = company.person("Abena Osei", manager=manager)
    other = company.person("Mikael Lindh", manager=lead, org_unit=company.unit("Sales"))
    mentor = company.person("Priya Nair", org_unit=company.unit("Sales"))
    hr_admin = company.person("Ruth Amankwah", is_hr_admin=True)
    refunds = company.skill("Refund policy", parent=company.skill("Money"))
    sql = company.skill("SQL")
    role_level = company.role(Refund_policy=(3, 2, True), SQL=2)
    module = company.module("Explain the refund change", refunds, 1, 3, author=manager)
    preparation = company.module("Read an invoice", company.skill("Invoices"), 0, 1)
    module.prerequisites.add(preparation)
    ExternalId.objects.create(source="hris", value="E1042", person=learner)
    ExternalId.objects.create(source="hris", value="CC-4410", org_unit=company.unit())
    bring_in("hris")
    for person in (learner, other):
        know(person, role_level, refunds)
        start_module(person=person, module=module, started_at=company.NOON)
        assign_to(person, module)
    asked = Asked("How is a part of it refunded?", skill=refunds)
    ask_question(asker=learner, asked=asked, as_of=company.NOON)
    legal = Asked("Which bank holds the money?", unit=company.unit("Legal"))
    ask_question(asker=hr_admin, asked=legal, as_of=company.NOON)
    draft(what=refunds, author=manager)
    with_health(published(what=refunds, author=manager))
    for person in (learner, other):
        start_quick_check(person=person, skills=[refunds], most=3, as_of=company.NOON)
        refresh(person, refunds)
    pair(learner, mentor, refunds)
    pair(other, mentor, refunds)
    return World(learner, manager, other, mentor, hr_admin, refunds, sql, role_level, module)


def know(person: Person, role_level: RoleLevel, skill: Skill) -> None:
    """Give a person a role, evidence, a gap report and a plan, and ask them for a rating."""
    company.give(person, role_level)
    company.observe(person, skill, 1)
    manager = Person.objects.get(managed__person=person)
    company.observe(person, skill, 1.5, source="manager", rater=manager)
    company.compute(person)
    refresh_plans(person_ids=[person.pk], as_of=company.NOON)
    ask(about=Ask(person.pk, skill.pk, "self"), as_of=company.NOON)


def refresh(person: Person, skill: Skill) -> Sitting:
    """A question on a skill that comes back to somebody, and waits for an answer."""
    asked = published(what=skill)
    ends_at = company.NOON + timedelta(hours=5)
    return start_refreshers(person=person, item_ids=[asked.item_id], ends_at=ends_at, as_of=company.NOON)


def pair(mentee: Person, mentor: Person, skill: Skill) -> Pairing:
    return Pairing.objects.create(
        mentee=mentee,
        mentor=mentor,
        score=0.5,
        reason={"skills": [{"skill": skill.pk, "share": 0.5}], "shared_hours": 30, "languages": ["en"]},
        proposed_at=company.NOON,
    )


def add_more(world: World, number: int) -> None:
    """So many more of everything that the API lists."""
    for _ in range(number):
        index = next(_number)
        unit = company.unit(f"Team {index}", parent=company.unit())
        ExternalId.objects.create(source="hris", value=f"CC-{index}", org_unit=unit)
        person = company.person(f"Person {index}", manager=world.manager, org_unit=unit)
        ExternalId.objects.create(source="hris", value=f"P-{index}", person=person)
        bring_in(f"hris-{index}")
        company.framework(f"framework-{index}")
        skill = company.skill(f"Skill {index}", parent=world.skill.parent)
        skill.level_texts.create(value=1, text="Knows it.")
        level = company.role(f"Role {index}", **{f"Skill_{index}": 3})
        module = company.module(f"Module {index}", skill, 1, 3, author=world.manager)
        module.prerequisites.add(world.module)
        know(person, level, skill)
        start_module(person=person, module=world.module, started_at=company.NOON)
        assign_to(person, world.module)
        draft(what=skill, author=world.manager)
        with_health(published(what=skill, author=world.manager))
        start_quick_check(person=person, skills=[skill], most=3, as_of=company.NOON)
        refresh(person, skill)
        pair(person, world.mentor, skill)
        ask_question(asker=person, asked=Asked(f"What is rule {index}?", skill=skill), as_of=company.NOON)


def bring_in(source: str) -> RosterImport:
    """A roster that waits to be planned."""
    return RosterImport.objects.create(
        source=source, files=["roster.csv"], size=1, digest="0" * 64, uploaded_at=company.NOON
    )


def correct(evidence: Evidence, level: float) -> Evidence:
    return company.observe(evidence.person, evidence.skill, Decimal(str(level)), supersedes=evidence)
