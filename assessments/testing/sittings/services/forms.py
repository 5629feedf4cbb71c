"""Making tests: what a form says, and whether it can be taken."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.testing.bank.models import Item
from assessments.testing.sittings.choices import Feedback, FormKind, FormState, Purpose
from assessments.testing.sittings.models import SectionItem, Sitting, TestForm, TestFormSection
from assessments.testing.sittings.reports.forms import form_problems
from lifow.people.persons.models import Person

MOST_SECTIONS = 20


class FormError(ValueError):
    """A test that cannot be kept or published: `field` says where, the message why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class FormChangedError(FormError):
    """What the contents were made from is not what is there any more: that is `form`."""

    def __init__(self, form: TestForm, message: str) -> None:
        super().__init__("", message)
        self.form = form


@dataclass(frozen=True, slots=True)
class SectionContents:
    """A part of a test; see `TestFormSection`. `items` are the named questions, in order."""

    skill: Skill
    questions: int = 8
    needed_level: int | None = None
    lowest_level: int | None = None
    highest_level: int | None = None
    items: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class FormContents:
    """All that a test says; see `TestForm`."""

    title: str
    about: str = ""
    language: str = "en"
    kind: str = FormKind.ADAPTIVE.value
    purpose: str = Purpose.LEVEL.value
    pass_mark: int | None = None
    chance_to_decide: int = 80
    most_attempts: int | None = None
    cool_down_days: int = 0
    minutes: int | None = None
    shuffles: bool = True
    feedback: str = Feedback.END.value
    valid_months: int | None = None
    sections: Sequence[SectionContents] = ()

    def columns(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "sections"}


def create_form(*, contents: FormContents, by: Person | None, idempotency_key: str | None = None) -> TestForm:
    """Write a new test as a draft. A second call with the same `idempotency_key` gives the first one.

    Raises FormError for what cannot be kept.
    """
    with transaction.atomic():
        made = TestForm.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
        if made is not None:
            return made
        form = TestForm(created_by=by, idempotency_key=idempotency_key)
        return _write(form, contents, by)


def update_form(
    *, form: TestForm, contents: FormContents, by: Person | None, based_on: int | None = None
) -> TestForm:
    """Replace what a test says, as a whole; sittings that have begun keep the terms of before.

    `based_on` is the `revision` of what the contents were made from, where that matters. Raises FormError for
    what cannot be kept, and for a published test that nobody could take any more, and FormChangedError where
    somebody else has saved since.
    """
    with transaction.atomic():
        stored = TestForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
        if based_on is not None and stored.revision != based_on:
            message = _("%(name)s has changed this test since you opened it. Nothing was saved.")
            raise FormChangedError(stored, message % {"name": stored.changed_by or _("Somebody")})
        stored.revision += 1
        _write(stored, contents, by)
        if stored.state == FormState.PUBLISHED:
            _check_complete(stored)
    return stored


def publish_form(*, form: TestForm, by: Person | None, as_of: datetime) -> TestForm:
    """Have people take a test. Twice is once. Raises FormError where it is not complete."""
    with transaction.atomic():
        stored = TestForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
        if stored.state != FormState.PUBLISHED:
            _check_complete(stored)
            stored.state, stored.changed_by, stored.retired_at = FormState.PUBLISHED, by, None
            stored.published_at = as_of
            stored.save()
    return stored


def retire_form(*, form: TestForm, by: Person | None, as_of: datetime) -> TestForm:
    """Have nobody begin a test any more; who has begun goes on. Twice is once. A draft is deleted instead."""
    with transaction.atomic():
        stored = TestForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
        if stored.state == FormState.DRAFT:
            raise FormError("", _("This test was never published. Delete it instead."))
        if stored.state == FormState.PUBLISHED:
            stored.state, stored.changed_by, stored.retired_at = FormState.RETIRED, by, as_of
            stored.save()
    return stored


def discard_form(*, form: TestForm) -> None:
    """Delete a test that nobody has ever begun. Raises FormError for another one."""
    with transaction.atomic():
        stored = TestForm.objects.select_for_update(of=("self",)).filter(pk=form.pk).first()
        if stored is None:
            return
        if stored.state != FormState.DRAFT or Sitting.objects.filter(form=stored).exists():
            raise FormError("", _("People have taken this test. Retire it instead."))
        stored.delete()


def _write(form: TestForm, contents: FormContents, by: Person | None) -> TestForm:
    for name, value in contents.columns().items():
        setattr(form, name, value)
    form.changed_by = by
    _check(form, contents.sections)
    form.save()
    form.sections.all().delete()
    for position, section in enumerate(contents.sections, start=1):
        row = TestFormSection.objects.create(
            form=form,
            position=position,
            **{one.name: getattr(section, one.name) for one in fields(section) if one.name != "items"},
        )
        SectionItem.objects.bulk_create(
            SectionItem(section=row, item=item, position=place)
            for place, item in enumerate(dict.fromkeys(section.items), start=1)
        )
    return form


def _check(form: TestForm, sections: Sequence[SectionContents]) -> None:
    try:
        form.clean_fields(exclude=["created_by", "changed_by", "idempotency_key"])
        form.validate_constraints(exclude=["idempotency_key"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise FormError("" if field == "__all__" else field, str(messages[0])) from error
    if len(sections) > MOST_SECTIONS:
        message = _("A test has at most %(most)s skills. Make two of it.") % {"most": MOST_SECTIONS}
        raise FormError("sections", message)
    skills = [one.skill.pk for one in sections]
    if len(set(skills)) < len(skills):
        raise FormError("sections", _("A skill is there twice. Put its questions together."))
    tops = scale_tops({one.skill.framework_id for one in sections})
    for section in sections:
        _check_section(section, tops[section.skill.framework_id])


def _check_section(section: SectionContents, top: int) -> None:
    levels = (section.needed_level, section.lowest_level, section.highest_level)
    if any(level is not None and not 1 <= level <= top for level in levels):
        message = _("The levels of %(skill)s are from 1 to %(top)s.")
        raise FormError("sections", message % {"skill": section.skill, "top": top})
    lowest, highest = section.lowest_level or 1, section.highest_level or top
    if lowest > highest:
        message = _("%(skill)s: the first level is above the last one.") % {"skill": section.skill}
        raise FormError("sections", message)
    if any(item.skill_id != section.skill.pk for item in section.items):
        message = _("A question that is named for %(skill)s is of another skill.")
        raise FormError("sections", message % {"skill": section.skill})


def _check_complete(form: TestForm) -> None:
    problems = form_problems(form)
    if problems:
        raise FormError("", " ".join(problems))
