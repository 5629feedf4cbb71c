"""Beginning a sitting: of a test, or a quick check of a few questions."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.gaps.reports import KnownLevel, known_levels
from assessments.testing.sittings.choices import OPEN_FOR, Feedback, FormState, Purpose
from assessments.testing.sittings.drawing import drawn_questions, refresher_questions
from assessments.testing.sittings.models import (
    Accommodation,
    Sitting,
    SittingItem,
    SittingSkill,
    TestForm,
    TestFormSection,
)
from assessments.testing.sittings.reports.availability import availability_of
from assessments.testing.sittings.services.advancing import advance
from assessments.testing.sittings.services.ending import end_due_of
from assessments.testing.sittings.services.errors import SittingError
from assessments.testing.sittings.terms import Terms
from lifow.people.persons.models import Person

SEED_BITS = 62
MOST_QUICK = 12
"""Questions of a quick check at most: more of them is a test, which somebody plans time for."""
MOST_A_SKILL = 8
QUICK_CHANCE = 0.8
NEUTRAL_SPREAD = 0.25
"""Of the scale: what a certification begins with, that counts nothing of what was known before."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What a sitting is to be: its terms, its skills, and the most questions of each."""

    terms: Terms
    purpose: str
    chance: float
    parts: Sequence[tuple[int, int, float | None]]


def start_quick_check(
    *,
    person: Person,
    skills: Sequence[Skill],
    most: int,
    as_of: datetime,
    feedback: str = Feedback.END,
    idempotency_key: str | None = None,
) -> Sitting:
    """Begin a quick check of at most `most` questions in these skills, or give the one that is open.

    Where a quick check in one of the skills is open, that goes on: a second tab, or a second click, begins
    nothing new. The same `idempotency_key` is the same quick check, ended or not. Raises SittingError where
    no question of any of the skills can be asked.
    """
    if not skills or not 1 <= most <= MOST_QUICK:
        message = _("Choose a skill, and from 1 to %(most)s questions.") % {"most": MOST_QUICK}
        raise SittingError("questions", message)
    # Before the person is locked: who answers has locked the sitting first.
    end_due_of(person=person, as_of=as_of)
    with transaction.atomic():
        lock_person(person)
        if before := begun_before(person, idempotency_key):
            return before
        ids = [skill.pk for skill in skills]
        open_ones = Sitting.objects.open().for_person(person).filter(skills__open_for__isnull=False)
        if going_on := open_ones.filter(skills__skill__in=ids).order_by("pk").first():
            return going_on
        begun = Begun(
            terms=Terms.of_quick_check(most=most, feedback=str(feedback)),
            purpose=Purpose.QUICK,
            chance=QUICK_CHANCE,
            parts=[(pk, min(most, MOST_A_SKILL), None) for pk in dict.fromkeys(ids)],
        )
        sitting = Sitting(
            person=person,
            purpose=Purpose.QUICK,
            seed=secrets.randbits(SEED_BITS),
            started_at=as_of,
            deadline_at=as_of + OPEN_FOR,
            idempotency_key=person_key(person, idempotency_key),
        )
        write_sitting(sitting, begun, as_of)
        if advance(sitting=sitting, as_of=as_of) is None:
            raise SittingError("no_questions", no_questions(skills))
    return sitting


def start_sitting(
    *,
    person: Person,
    form: TestForm,
    as_of: datetime,
    idempotency_key: str | None = None,
    seed: int | None = None,
) -> Sitting:
    """Begin a test, or give the sitting of it that is open.

    Its clock runs from now, with the person's extra time. `seed` decides which questions are drawn, and in
    which order they are shown; without one it is drawn. Raises SittingError where the test is not published,
    no attempt is left or not yet, or there are too few questions that the person has not seen lately.
    """
    end_due_of(person=person, as_of=as_of)
    with transaction.atomic():
        lock_person(person)
        if before := begun_before(person, idempotency_key):
            return before
        if going_on := Sitting.objects.open().for_person(person).filter(form=form).order_by("pk").first():
            return going_on
        fresh = TestForm.objects.select_for_update(of=("self",), no_key=True).get(pk=form.pk)
        if fresh.state != FormState.PUBLISHED:
            raise SittingError("not_published", _("This test cannot be taken now."))
        open_to = availability_of(person, fresh, as_of)
        if not open_to.may_start:
            raise SittingError(open_to.code, open_to.words)
        sections = list(fresh.sections.order_by("position").select_related("skill").prefetch_related("named"))
        sitting = _new_sitting(person, fresh, open_to.attempt, as_of, idempotency_key)
        sitting.seed = sitting.seed if seed is None else seed
        parts = write_sitting(sitting, _of_form(fresh, sections, sitting), as_of)
        if not fresh.is_adaptive:
            _draw(sitting, fresh, sections, parts, as_of)
        if advance(sitting=sitting, as_of=as_of) is None:
            raise SittingError("no_questions", no_questions([one.skill for one in sections]))
    return sitting


def start_refreshers(
    *,
    person: Person,
    item_ids: Sequence[int],
    ends_at: datetime,
    as_of: datetime,
    idempotency_key: str | None = None,
) -> Sitting:
    """Begin a sitting of questions that come back, in this order, or give the one that is open.

    What is right is told after each answer. It ends at `ends_at`, with what was answered by then: no question
    is shown after it. Questions that are not asked any more are left out. What was answered before says
    little of a level where it is right again; see `asked_before` for what counts. Raises SittingError where
    none of the questions can be asked.
    """
    if ends_at <= as_of:
        raise SittingError("too_late", _("Refreshers are asked in working hours. Come back when you work."))
    end_due_of(person=person, as_of=as_of)
    with transaction.atomic():
        lock_person(person)
        if before := begun_before(person, idempotency_key):
            return before
        if going_on := Sitting.objects.open().refreshers().for_person(person).order_by("pk").first():
            return going_on
        seed = secrets.randbits(SEED_BITS)
        drawn, repeats = refresher_questions(person, item_ids, as_of=as_of, seed=seed)
        if not drawn:
            raise SittingError("no_questions", _("These questions are not asked any more."))
        sitting = Sitting(
            person=person,
            purpose=Purpose.QUICK,
            is_refresher=True,
            seed=seed,
            started_at=as_of,
            deadline_at=ends_at,
            idempotency_key=person_key(person, idempotency_key),
        )
        terms = Terms(is_adaptive=False, feedback=Feedback.EACH.value, repeats=repeats)
        ask_in_order(sitting, drawn, terms, as_of)
    return sitting


def ask_in_order(
    sitting: Sitting, drawn: Sequence[tuple[int, Mapping[str, Any]]], terms: Terms, as_of: datetime
) -> None:
    """Write a new sitting of questions that are chosen already, and show the first: of each in its order the
    skill, and the columns of its row."""
    skills = [skill_id for skill_id, _columns in drawn]
    begun = Begun(
        terms=terms,
        purpose=Purpose.QUICK,
        chance=QUICK_CHANCE,
        parts=[(skill, skills.count(skill), None) for skill in dict.fromkeys(skills)],
    )
    by_skill = {one.skill_id: one for one in write_sitting(sitting, begun, as_of)}
    SittingItem.objects.bulk_create(
        SittingItem(sitting=sitting, part=by_skill[skill_id], number=number, **columns)
        for number, (skill_id, columns) in enumerate(drawn, start=1)
    )
    advance(sitting=sitting, as_of=as_of)


def lock_person(person: Person) -> None:
    """One beginning at a time for a person: two clicks begin one sitting."""
    list(Person.objects.select_for_update(of=("self",), no_key=True).filter(pk=person.pk).values_list("pk"))


def person_key(person: Person, idempotency_key: str | None) -> str | None:
    return None if idempotency_key is None else f"{person.pk}:{idempotency_key}"


def begun_before(person: Person, idempotency_key: str | None) -> Sitting | None:
    key = person_key(person, idempotency_key)
    return None if key is None else Sitting.objects.filter(idempotency_key=key).first()


def _new_sitting(
    person: Person, form: TestForm, attempt: int, as_of: datetime, idempotency_key: str | None
) -> Sitting:
    extra = Accommodation.objects.filter(person=person).values_list("extra_percent", flat=True).first() or 0
    minutes = form.minutes
    length = OPEN_FOR if minutes is None else timedelta(seconds=minutes * 60 * (100 + extra) // 100)
    return Sitting(
        person=person,
        form=form,
        purpose=form.purpose,
        attempt=attempt,
        seed=secrets.randbits(SEED_BITS),
        started_at=as_of,
        deadline_at=as_of + length,
        is_timed=minutes is not None,
        terms=Terms.of_form(form, extra_percent=extra).as_stored(),
        idempotency_key=person_key(person, idempotency_key),
    )


def _of_form(form: TestForm, sections: Sequence[TestFormSection], sitting: Sitting) -> Begun:
    return Begun(
        terms=Terms.read(sitting.terms),
        purpose=form.purpose,
        chance=form.chance_to_decide / 100,
        parts=[(one.skill_id, one.questions, one.needed_level) for one in sections],
    )


def write_sitting(sitting: Sitting, begun: Begun, as_of: datetime) -> list[SittingSkill]:
    """Keep the sitting with what is known of each of its skills."""
    sitting.terms = begun.terms.as_stored()
    sitting.save()
    ids = [skill_id for skill_id, _most, _level in begun.parts]
    known, tested = known_levels(sitting.person, ids), _tested(sitting.person, ids)
    rows = [
        _part(sitting, place, part, known[part[0]], begun, is_tested=part[0] in tested)
        for place, part in enumerate(begun.parts, start=1)
        if part[0] in known
    ]
    return SittingSkill.objects.bulk_create(rows)


def _part(
    sitting: Sitting,
    place: int,
    part: tuple[int, int, float | None],
    known: KnownLevel,
    begun: Begun,
    *,
    is_tested: bool,
) -> SittingSkill:
    skill_id, most, asked_for = part
    required = known.required if asked_for is None else float(asked_for)
    mean, sd, is_by_others = known.mean, known.sd, known.is_known and not is_tested
    if begun.purpose == Purpose.CERTIFICATION:
        mean = known.top / 2 if required is None else required - 0.5
        sd, is_by_others = NEUTRAL_SPREAD * known.top, False
    return SittingSkill(
        sitting=sitting,
        skill_id=skill_id,
        position=place,
        # A check of named questions, and refreshers, stand beside the quick check of a skill.
        open_for=sitting.person if sitting.is_quick and begun.terms.is_adaptive else None,
        mean=mean,
        sd=sd,
        top=known.top,
        is_by_others=is_by_others,
        required=required,
        chance_to_decide=begun.chance,
        most=most,
        policy_id=known.policy_id,
    )


def _tested(person: Person, skill_ids: Collection[int]) -> set[int]:
    """Those of the skills in which a test of the person counts."""
    tests = Evidence.objects.standing().for_person(person)
    rows = tests.filter(source=Evidence.Source.TEST, skill__in=list(skill_ids))
    return set(rows.values_list("skill_id", flat=True))


def _draw(
    sitting: Sitting,
    form: TestForm,
    sections: Sequence[TestFormSection],
    parts: Sequence[SittingSkill],
    as_of: datetime,
) -> None:
    """Draw all questions of a fixed test: each sitting has its own, and they are known from the beginning."""
    by_skill: Mapping[int, SittingSkill] = {one.skill_id: one for one in parts}
    drawn = drawn_questions(sections, sitting=sitting, shuffles=form.shuffles, as_of=as_of)
    for section, found in zip(sections, drawn, strict=True):
        if len(found) < section.questions:
            message = _("There are too few questions of %(skill)s that you have not seen lately.")
            raise SittingError("no_questions", message % {"skill": section.skill})
    rows: list[SittingItem] = []
    for section, found in zip(sections, drawn, strict=True):
        for columns in found:
            told: dict[str, Any] = {"part": by_skill[section.skill_id], "number": len(rows) + 1, **columns}
            rows.append(SittingItem(sitting=sitting, **told))
    SittingItem.objects.bulk_create(rows)


def no_questions(skills: Sequence[Skill]) -> str:
    named = ", ".join(str(skill) for skill in skills)
    return _("There are no questions of %(skills)s now that you have not seen lately.") % {"skills": named}
