"""Taking a rating from a page into the ledger, and what follows from it at once."""

import hashlib
import secrets
from datetime import datetime

from assessments.models import Evidence, Skill
from assessments.services import EvidenceError, record_evidence, refresh_gap_reports
from content.services import refresh_plans
from lifow.people.models import Person
from lifow.web.forms import RatingForm


def new_rating_form(skill: Skill, level: float | None = None) -> RatingForm:
    """An empty form; each showing of it is one rating, however often it is sent."""
    initial = {"once": secrets.token_urlsafe(16), "level": None if level is None else str(round(level))}
    return RatingForm(skill=skill, initial=initial)


def take_rating(form: RatingForm, *, person: Person, rater: Person, as_of: datetime) -> Evidence | None:
    """Record what a form says, if it is valid, and bring the person's gaps and plan up to date.

    None where it is not; the form then says why. The same form with the same answers is the same evidence,
    however often it is sent; with another level or note, after going back, it is another rating.
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


def _record(form: RatingForm, person: Person, rater: Person, as_of: datetime) -> Evidence:
    level, note = form.cleaned_data["level"], form.cleaned_data["note"]
    answer = hashlib.sha256(f"{level}:{note}".encode()).hexdigest()[:16]
    return record_evidence(
        person=person,
        skill=form.skill,
        level=level,
        source=Evidence.Source.SELF if rater == person else Evidence.Source.MANAGER,
        rater=rater,
        observed_at=as_of,
        recorded_at=as_of,
        origin={"kind": "rating", "text": note},
        once_key=f"rating:{rater.pk}:{form.cleaned_data['once']}:{answer}",
    )
