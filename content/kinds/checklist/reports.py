"""A checklist as its learner has it, and those that wait for somebody's sign-off."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from content.catalogue.models import Module
from content.kinds.checklist.choices import BY_MANAGER, BY_MENTOR, CopyState, SignOff
from content.kinds.checklist.models import ChecklistCopy, ChecklistLine, StandingPair
from content.kinds.checklist.parts import lines_of, sign_off_of
from lifow.people.persons.models import Employment, Person

MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what the learner did with it; `is_new` where it came after the sign-off."""

    key: str
    text: str
    hint: str = ""
    is_heading: bool = False
    ticked_at: datetime | None = None
    note: str = ""
    is_new: bool = False

    @property
    def is_ticked(self) -> bool:
        return self.ticked_at is not None


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist as its learner has it.

    copy     None before anything was ticked or noted
    lines    as the author has them now, headings among them
    removed  what the learner had ticked or noted, and the author has taken out since
    signers  who can sign it off; nobody where it needs nobody's word
    """

    module: Module
    copy: ChecklistCopy | None
    lines: Sequence[Line]
    removed: Sequence[Line]
    sign_off: str
    signers: Sequence[Person] = field(default=())

    @property
    def to_tick(self) -> Sequence[Line]:
        return [one for one in self.lines if not one.is_heading]

    @property
    def ticked(self) -> int:
        return sum(one.is_ticked for one in self.to_tick)

    @property
    def left(self) -> int:
        """Lines that are not ticked yet; none once it is signed off."""
        return 0 if self.is_signed_off else len(self.to_tick) - self.ticked

    @property
    def needs_sign_off(self) -> bool:
        return self.sign_off != SignOff.NOBODY

    @property
    def state(self) -> str:
        return self.copy.state if self.copy else CopyState.OPEN

    @property
    def is_signed_off(self) -> bool:
        return self.state == CopyState.SIGNED_OFF

    @property
    def may_ask(self) -> bool:
        """Whether all is ticked, and nobody is asked to sign it off."""
        open_states = (CopyState.OPEN, CopyState.SENT_BACK)
        return self.needs_sign_off and not self.left and self.state in open_states


def checklist_of(module: Module, person: Person) -> Checklist:
    """A person's copy of a checklist; two queries, and one more where somebody signs it off."""
    copy = (
        ChecklistCopy.objects.filter(module=module, person=person)
        .select_related("answered_by", "person")
        .first()
    )
    return _checklist(module, person, copy)


def checklist_of_copy(copy: ChecklistCopy) -> Checklist:
    """The same of a copy that is known, with its module and person."""
    return _checklist(copy.module, copy.person, copy)


def _checklist(module: Module, person: Person, copy: ChecklistCopy | None) -> Checklist:
    done = {one.key: one for one in copy.lines.order_by("pk")} if copy else {}
    written = lines_of(module.parts)
    is_signed_off = copy is not None and copy.is_signed_off
    lines = [
        _line(one.key, one.text, one.hint, one.is_heading, done.get(one.key), is_signed_off)
        for one in written
    ]
    known = {one.key for one in written if not one.is_heading}
    removed = [
        Line(one.key, one.text, ticked_at=one.ticked_at, note=one.note)
        for one in done.values()
        if one.key not in known and (one.ticked_at or one.note)
    ]
    sign_off = copy.asked_of if copy is not None and is_signed_off else sign_off_of(module.parts)
    signers = () if sign_off == SignOff.NOBODY else signers_of(person, sign_off)
    return Checklist(module, copy, lines, removed, sign_off, signers)


def _line(
    key: str, text: str, hint: str, is_heading: bool, done: ChecklistLine | None, is_signed_off: bool
) -> Line:
    """Once it is signed off, a line says what it said when it was ticked."""
    if is_heading or done is None:
        return Line(key, text, hint, is_heading, is_new=is_signed_off and not is_heading)
    return Line(key, done.text if is_signed_off else text, hint, ticked_at=done.ticked_at, note=done.note)


def signers_of(person: Person, sign_off: str) -> list[Person]:
    """Who can sign a checklist of a person off: whom they report to, who mentors them; one query."""
    found = Q()
    if sign_off in BY_MANAGER:
        found |= Q(pk__in=Employment.objects.reporting().filter(person=person).values("manager"))
    if sign_off in BY_MENTOR:
        found |= Q(pk__in=StandingPair.objects.standing().filter(learner=person).values("mentor"))
    if not found:
        return []
    people = Person.objects.filter(found, is_active=True).exclude(pk=person.pk)
    return list(people.order_by("family_name", "given_name", "pk"))


def sign_offs_for(user: Person) -> QuerySet[ChecklistCopy]:
    """The checklists that wait for somebody's sign-off, the longest first."""
    rows = ChecklistCopy.objects.waiting_for(user).select_related("person", "module")
    return rows.exclude(person=user).longest_first()


def counted_sign_offs(user: Person) -> QuerySet[Any]:
    """What `sign_offs_for` lists, for those who count several things in one query."""
    rows = ChecklistCopy.objects.waiting_for(user).exclude(person=user)
    return rows.order_by().values("pk")[:MOST_COUNTED]
