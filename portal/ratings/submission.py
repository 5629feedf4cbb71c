"""Taking a rating from a page into the ledger, and what follows from it at once."""

import secrets
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError
from assessments.frameworks.models import Skill
from assessments.gaps.services import refresh_gap_reports
from assessments.requests.services import decline_to_rate, record_rating
from content.planning.services import refresh_plans
from lifow.people.persons.models import Person
from portal.ratings.forms import RatingForm


def new_rating_form(skill: Skill) -> RatingForm:
    """A form in which nothing is chosen; each showing of it is one rating, however often it is sent."""
    return RatingForm(skill=skill, initial={"idempotency_key": secrets.token_urlsafe(16)})


def take_rating(form: RatingForm, *, person: Person, rater: Person, as_of: datetime) -> Evidence | None:
    """Record what a form says, if it is valid, and bring the person's gaps and plan up to date.

    What was asked of the rater is answered by it. None where the form is not valid; it then says why. A form
    sent twice is one rating. Sent after going back, with another level or note than the rater's newest word
    on the skill, it is another one.
    """
    if not form.is_valid():
        return None
    try:
        evidence = _record(form, person, rater, as_of)
    except EvidenceError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    refresh_gap_reports(person_ids=[person.pk], as_of=as_of)
    refresh_plans(person_ids=[person.pk], as_of=as_of)
    return evidence


def decline_rating(*, person: Person, skill: Skill, rater: Person, reason: str, as_of: datetime) -> None:
    """Note that somebody cannot judge what they are asked, and take their own rating out of their plan.

    Raises RequestError where nothing is asked.
    """
    with transaction.atomic():
        decline_to_rate(person=person, skill=skill, asked=rater, reason=reason, as_of=as_of)
        if rater == person:
            refresh_plans(person_ids=[person.pk], as_of=as_of)


def _record(form: RatingForm, person: Person, rater: Person, as_of: datetime) -> Evidence:
    """One rater's ratings are taken one after the other; each key names its form and the rating before it."""
    level, note = form.cleaned_data["level"], form.cleaned_data["note"]
    form_key = _form_key(rater, form.cleaned_data["idempotency_key"])
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=rater.pk)
        said = Evidence.objects.filter(person=person, skill=form.skill, rater=rater)
        before = said.order_by("-pk").first()
        if before is not None and _repeats(before, form_key, level, note) and not _is_withdrawn(before):
            return before
        return record_rating(
            person=person,
            skill=form.skill,
            level=level,
            rater=rater,
            note=note,
            idempotency_key=form_key + (before.public_id if before else ""),
            as_of=as_of,
            given_before=before if before is not None and _is_of_form(before, form_key) else None,
        )


def is_sent_again(idempotency_key: str, *, person: Person, skill: Skill, rater: Person) -> bool:
    """Whether the newest rating that somebody gave of a skill came from the form with this key."""
    before = Evidence.objects.filter(person=person, skill=skill, rater=rater).order_by("-pk").first()
    return before is not None and _is_of_form(before, _form_key(rater, idempotency_key))


def _is_withdrawn(rating: Evidence) -> bool:
    """Whether what was said before counts no more: who says the same again says it anew."""
    return Evidence.objects.withdrawn().filter(pk=rating.pk).exists()


def _form_key(rater: Person, idempotency_key: str) -> str:
    return f"rating:{rater.pk}:{idempotency_key}:"


def _is_of_form(rating: Evidence, form_key: str) -> bool:
    return (rating.idempotency_key or "").startswith(form_key)


def _repeats(before: Evidence, form_key: str, level: Decimal, note: str) -> bool:
    """Whether the newest rating came from the same form and says the same."""
    is_same = (before.level, before.origin.get("text")) == (level, note)
    return is_same and _is_of_form(before, form_key)
