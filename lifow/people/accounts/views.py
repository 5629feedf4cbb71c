"""What of an account is not the person's own to change."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@login_required
@require_safe
def email(request: HttpRequest) -> HttpResponse:
    """Stands before allauth's page: the HR system is the source of email addresses."""
    who = _("Your email address comes from the HR system. HR can change it there.")
    return render(request, "no_permission.html", {"who": who})
