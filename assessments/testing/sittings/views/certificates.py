"""A certificate to print."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.testing.sittings.models import Certificate
from assessments.testing.sittings.reports import certificate_of
from lifow.base.requests import SignedInRequest


@login_required
@require_safe
def certificate(request: SignedInRequest, certificate_id: str) -> HttpResponse:
    """What somebody has passed, when, and until when it counts."""
    rows = Certificate.objects.select_related("person", "sitting__person")
    found = get_object_or_404(rows, public_id=certificate_id)
    if not request.user.has_perm("assessments.view_sitting", found.sitting):
        raise Http404
    context = {
        "certificate": found,
        "told": certificate_of(found, timezone.now()),
        "breadcrumbs": [(_("Tests"), reverse("portal:tests"))],
    }
    return render(request, "assessments/testing/sittings/certificate.html", context)
