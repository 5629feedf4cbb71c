"""One piece of evidence: what it says, who said it, whether it counts, and withdrawing it."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.evidence.forms import WithdrawalForm
from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.evidence.reports import evidence_of, on_todays_levels, withdrawals_of
from assessments.evidence.rules import may_restore, may_withdraw
from assessments.evidence.services import WithdrawalError, restore_evidence, withdraw_evidence
from assessments.gaps.services import refresh_gap_reports
from assessments.requests.reports import requests_in_skill, unanswered_among
from assessments.testing.sittings.reports import sitting_of
from content.planning.services import refresh_plans
from lifow.base.requests import SignedInRequest
from lifow.people.persons.models import Employment, Person
from mentoring.pairings.models import Pairing
from portal.breadcrumbs import Breadcrumbs, own_skill_breadcrumbs


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: SignedInRequest, evidence_id: str) -> HttpResponseBase:
    """A piece of evidence, for those who may see the person, and for who gave it: not for former mentors."""
    piece, whose, may_see = _piece_or_404(request.user, evidence_id)
    said, now = withdrawals_of(piece), timezone.now()
    is_withdrawn = bool(said) and said[0].is_withdrawal
    form = WithdrawalForm(request.POST or None, initial={"restores": is_withdrawn})
    is_sent = form.is_bound and form.is_valid()
    restores = form.cleaned_data["restores"] if is_sent else is_withdrawn
    may = may_restore(request.user, piece, said, now) if restores else may_withdraw(request.user, piece, now)
    if request.method == "POST" and not may:
        raise Http404
    if is_sent and _say(request, piece, whose, form):
        return redirect("portal:evidence", piece.public_id)
    return _page(request, piece, whose, form, said=said, may=may, may_see=may_see)


def _piece_or_404(user: Person, public_id: str) -> tuple[Evidence, Person, bool]:
    """The piece with the person of whom it is, and whether the user may see that person."""
    rows = Evidence.objects.select_related(
        "person__merged_into", "rater__merged_into", "skill__framework__scale", "superseded_by"
    )
    piece = get_object_or_404(rows, public_id=public_id)
    whose = piece.person.merged_into or piece.person
    rater = piece.rater and (piece.rater.merged_into or piece.rater)
    may_see = user.has_perm("people.view_person", whose)
    if not may_see and (rater != user or _is_of_a_former_mentor(piece, user, whose)):
        raise Http404
    return piece, whose, may_see


def _is_of_a_former_mentor(piece: Evidence, user: Person, whose: Person) -> bool:
    """Whether the user gave it as a mentor, and is not the person's any more: no gap is named to them."""
    current = Pairing.objects.holding_a_seat().for_mentor(user).for_mentee(whose)
    return piece.source == Evidence.Source.MENTOR and not current.exists()


def _say(request: SignedInRequest, piece: Evidence, whose: Person, form: WithdrawalForm) -> bool:
    """Do what the form says, and bring the person's gaps and plan up to date; whether it was done."""
    restores, now = form.cleaned_data["restores"], timezone.now()
    say = restore_evidence if restores else withdraw_evidence
    try:
        say(evidence=piece, reason=form.cleaned_data["reason"], as_of=now, by=request.user)
    except WithdrawalError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    refresh_gap_reports(person_ids=[whose.pk], as_of=now)
    refresh_plans(person_ids=[whose.pk], as_of=now)
    done = _("The evidence counts again.") if restores else _("The evidence counts no more.")
    messages.success(request, done)
    return True


def _page(
    request: SignedInRequest,
    piece: Evidence,
    whose: Person,
    form: WithdrawalForm,
    *,
    said: Sequence[EvidenceWithdrawal],
    may: bool,
    may_see: bool,
) -> HttpResponse:
    is_hidden = piece.source == Evidence.Source.SELF and _is_to_answer(request.user, piece, whose)
    on_todays_levels([piece])
    context = {
        "piece": piece,
        "person": whose,
        "is_own": whose == request.user,
        "is_hidden": is_hidden,
        "is_withdrawn": bool(said) and said[0].is_withdrawal,
        "corrected_by": getattr(piece, "superseded_by", None),
        "said": said,
        "sitting_id": sitting_of(piece),
        "may": may,
        "form": form,
        "breadcrumbs": _breadcrumbs(request.user, piece, whose, may_see=may_see),
    }
    status = 422 if form.is_bound else 200
    return render(request, "portal/evidence/evidence.html", context, status=status)


def _is_to_answer(reader: Person, piece: Evidence, whose: Person) -> bool:
    """Whether it is a self-rating that the reader has still to answer as the manager.

    Until then they do not read its level: their own word comes first.
    """
    reporting = Employment.objects.reporting().filter(person=whose, manager=reader)
    if not reporting.exists():
        return False
    requests = requests_in_skill(whose, piece.skill)
    unanswered = unanswered_among(evidence_of(whose, piece.skill), requests, reader)
    return any(one == piece for one, _name in unanswered)


def _breadcrumbs(reader: Person, piece: Evidence, whose: Person, *, may_see: bool) -> Breadcrumbs:
    if whose == reader:
        return own_skill_breadcrumbs(piece.skill)
    if not may_see:
        return [(_("Ratings"), reverse("portal:ratings"))]
    return [
        (str(whose), reverse("portal:person", args=[whose.public_id])),
        (str(piece.skill), reverse("portal:person_skill", args=[whose.public_id, piece.skill.public_id])),
    ]
