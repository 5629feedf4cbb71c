"""Putting a step of one's plan off, and bringing it back."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from content.planning.forms import PutOffForm
from content.planning.reports import next_monday
from content.planning.services import MOST_DAYS, PutOffError, bring_back_step, put_off_step
from lifow.base.days import local_day
from lifow.base.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def put_off(request: SignedInRequest, step_id: str) -> HttpResponseBase:
    """Choose until when a step is put off: until next Monday, unless another day is given."""
    step, now = _step(step_id), timezone.now()
    today = local_day(now, request.user.timezone)
    form = PutOffForm(
        request.POST or None,
        initial={"until": next_monday(request.user, now)},
        first=today + timedelta(days=1),
        last=today + timedelta(days=MOST_DAYS),
    )
    if form.is_valid():
        try:
            row = put_off_step(
                person=request.user, step=step, until=form.cleaned_data["until"], as_of=timezone.now()
            )
        except PutOffError as error:
            messages.error(request, str(error))
        else:
            said = {"step": step, "day": date_format(row.until, "l j F")}
            messages.success(request, _("“%(step)s” is put off until %(day)s.") % said)
        return redirect(f"{reverse('portal:home')}#plan")
    context = {"form": form, "step": step, "breadcrumbs": [(_("Home"), reverse("portal:home"))]}
    status = 422 if form.is_bound else 200
    return render(request, "content/planning/put_off.html", context, status=status)


@login_required
@require_POST
def bring_back(request: SignedInRequest, step_id: str) -> HttpResponseBase:
    """Let the plan have a step again. Twice is once."""
    step = _step(step_id)
    bring_back_step(person=request.user, step=step, as_of=timezone.now())
    words = _("“%(step)s” is no longer put off. It is in your plan where it fits your minutes.")
    messages.success(request, words % {"step": step})
    return redirect(f"{reverse('portal:home')}#plan")


def _step(step_id: str) -> Module | Skill:
    """The module, or the skill to assess, of this id. Raises Http404."""
    module: Module | None = Module.objects.filter(public_id=step_id).first()
    return module or get_object_or_404(Skill, public_id=step_id)
