"""How levels are worked out, for everybody whom they are about."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.gaps.forms import TRUST
from lifow.base.requests import SignedInRequest
from portal.method.reports import guide_page, policy_of


@login_required
@require_safe
def method(request: SignedInRequest) -> HttpResponse:
    """The numbers in force, and every formula with its sources and examples, as the guide tells them."""
    context = {
        "guide": guide_page("method"),
        "policy": policy_of(timezone.now()),
        "trust": list(TRUST.values()),
    }
    return render(request, "portal/method/method.html", context)
