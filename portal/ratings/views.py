"""Giving ratings: what somebody is asked for, one at a time, and any other that they may give."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.evidence.models import Evidence
from assessments.evidence.reports import evidence_of, on_todays_levels
from assessments.frameworks.models import Skill
from assessments.requests.models import RatingRequest
from assessments.requests.reports import WaitingRating, waiting_rating, waiting_ratings
from assessments.requests.services import RequestError
from lifow.base.level_bar import shown_level
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Person
from portal.access import in_place_of, skill_or_404
from portal.breadcrumbs import Breadcrumbs
from portal.navigation import waiting_of
from portal.ratings.forms import RatingForm
from portal.ratings.outcomes import Named, named_rating, outcome_of, rating_once_asked
from portal.ratings.submission import decline_rating, is_sent_again, new_rating_form, take_rating

# What was seen or tested; what others think of a level stays away until one's own word is given.
SEEN = (Evidence.Source.TEST, Evidence.Source.OBSERVED)


@login_required
@require_safe
def ratings(request: SignedInRequest) -> HttpResponseBase:
    """What waits for one's word: one at a time, the others listed below it.

    Of one that is named and waits no longer, what became of it.
    """
    chosen = request.GET.get("rating", "")
    waiting = waiting_ratings(request.user, first=chosen)
    current = next((one for one in waiting if chosen in ("", one.key)), None)
    if current is None and chosen:
        return _no_longer_waiting(request, named_rating(request.user, chosen), waiting)
    others = [one for one in waiting if one != current]
    context: dict[str, Any] = {
        "others": others,
        "following": _next_of(others, current),
        "breadcrumbs": _breadcrumbs(request),
    }
    if current is not None:
        form = new_rating_form(current.skill)
        context |= question(request.user, current.person, form, current, next_page="ratings")
    return render(request, "portal/ratings/ratings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate_person(request: SignedInRequest, person_id: str, skill_id: str) -> HttpResponseBase:
    """Rate somebody of one's reporting line, or whom one is asked to rate."""
    person = get_object_or_404(Person, public_id=person_id)
    skill = skill_or_404(skill_id)
    if request.method != "POST" and (now := in_place_of(skill)) is not None:
        return redirect("portal:rate_person", person_id=person.public_id, skill_id=now.public_id)
    if skill.retired_at or not _may_rate(request, person, skill):
        named = rating_once_asked(request.user, person, skill)
        return _no_longer_waiting(request, named, waiting_ratings(request.user))
    skill = skill_or_404(skill_id, to_rate=True)
    form = RatingForm(request.POST, skill=skill) if request.method == "POST" else new_rating_form(skill)
    if form.is_bound and take_rating(form, person=person, rater=request.user, as_of=timezone.now()):
        messages.success(request, _saved(request.user, person, form))
        return redirect(_following(request, person, skill))
    waiting = waiting_rating(request.user, person, skill)
    next_page = request.POST.get("next", "")
    context = question(request.user, person, form, waiting, next_page=next_page)
    context["breadcrumbs"] = _breadcrumbs(request)
    return render(request, "portal/ratings/ratings.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def decline(request: SignedInRequest, person_id: str, skill_id: str) -> HttpResponseBase:
    """Say that one cannot judge a level that one is asked for, or that the skill does not apply."""
    person = get_object_or_404(Person, public_id=person_id)
    skill = skill_or_404(skill_id)
    is_line = request.user.has_perm("assessments.rate_as_manager", person)
    if not is_line and rating_once_asked(request.user, person, skill) is None:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        decline_rating(person=person, skill=skill, rater=request.user, reason=reason, as_of=timezone.now())
    except RequestError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your answer is saved."))
    return redirect("portal:ratings")


def question(
    rater: Person, person: Person, form: RatingForm, waiting: WaitingRating | None, *, next_page: str
) -> dict[str, Any]:
    """What the page of one rating shows: who, which skill, why it is asked, and what was seen of it."""
    is_own = rater == person
    is_line = is_own or rater.has_perm("assessments.rate_as_manager", person)
    seen = [one for one in evidence_of(person, form.skill) if one.source in SEEN] if is_line else []
    return {
        "question": True,
        "person": person,
        "skill": form.skill,
        "is_own": is_own,
        "waiting": waiting,
        "form": form,
        "seen": seen,
        "next": next_page,
    }


def _may_rate(request: SignedInRequest, person: Person, skill: Skill) -> bool:
    """Whether one may open the page of a rating, or send its form again."""
    if request.user == person:
        return False
    if request.user.has_perm("assessments.rate_as_manager", person):
        return True
    if RatingRequest.objects.waiting_for(request.user).filter(person=person, skill=skill).exists():
        return True
    form_key = request.POST.get("idempotency_key", "")
    return bool(form_key) and is_sent_again(form_key, person=person, skill=skill, rater=request.user)


def _no_longer_waiting(
    request: SignedInRequest, named: Named | None, waiting: Sequence[WaitingRating]
) -> HttpResponseBase:
    """What became of a rating; or the question that waits in its place. What was sent is not saved."""
    if named is None:
        raise Http404
    user, person, skill = request.user, named.person, named.skill
    is_sent = request.method == "POST"
    instead = None if is_sent else waiting_rating(user, person, skill)
    if instead is not None:
        return redirect(f"{reverse('portal:ratings')}?rating={instead.key}")
    is_line = user == person or user.has_perm("assessments.rate_as_manager", person)
    context = {
        "outcome": outcome_of(named, user),
        "is_sent": is_sent,
        "person": person,
        "skill": skill,
        "may_rate": is_line and not skill.retired_at,
        "others": waiting,
        "breadcrumbs": _breadcrumbs(request),
    }
    return render(request, "portal/ratings/ratings.html", context, status=422 if is_sent else 200)


def _saved(rater: Person, person: Person, form: RatingForm) -> str:
    """What is said once the rater's word is given: only now, and to who may read it, what the person said."""
    told = {"person": person, "skill": form.skill, "level": shown_level(float(form.cleaned_data["level"]))}
    own = Evidence.objects.for_person(person).filter(skill=form.skill, source=Evidence.Source.SELF).standing()
    said = next(iter(on_todays_levels(own.with_is_mapped().newest_first()[:1])), None)
    if said is None or not rater.has_perm("people.view_person", person):
        return _("Your rating of %(person)s in %(skill)s is saved.") % told
    told["own"] = shown_level(float(said.level))
    text = _("Your rating of %(person)s in %(skill)s is saved: you say %(level)s, %(person)s says %(own)s.")
    return text % told


def _following(request: SignedInRequest, person: Person, skill: Skill) -> str:
    """Back to what waits, or to the person; to whom one may not see leads nothing else."""
    if request.POST.get("next") == "ratings" or not request.user.has_perm("people.view_person", person):
        return reverse("portal:ratings")
    return reverse("portal:person_skill", args=[person.public_id, skill.public_id])


def _breadcrumbs(request: SignedInRequest) -> Breadcrumbs:
    if waiting_of(request, request.user).has_reports:
        return [(_("Team"), reverse("portal:team"))]
    return [(_("My skills"), reverse("portal:skills"))]


def _next_of(others: Sequence[WaitingRating], current: WaitingRating | None) -> WaitingRating | None:
    """Which comes if the current one is skipped: the next younger one, after the youngest the oldest."""
    younger = (one for one in others if current is not None and one.since >= current.since)
    return next(younger, next(iter(others), None))
