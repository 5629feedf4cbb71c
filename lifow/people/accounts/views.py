"""What of an account is not the person's own to change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lifow.base.requests import SignedInRequest
from lifow.people.accounts.forms import ResetPasswordForm
from lifow.people.persons.models import Person


@login_required
@require_safe
def email(request: HttpRequest) -> HttpResponse:
    """Stands before allauth's page: the HR system is the source of email addresses."""
    who = _("Your email address comes from the HR system. HR can change it there.")
    return render(request, "no_permission.html", {"who": who})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password_link(request: SignedInRequest, person_id: str) -> HttpResponse:
    """Where HR has somebody sent a link to a new password: nobody chooses one for somebody else."""
    person = get_object_or_404(Person, public_id=person_id)
    if not request.user.has_perm("people.view_person", person):
        raise Http404
    if not request.user.has_perm("people.send_password_link", person):
        raise PermissionDenied
    may_sign_in = bool(person.email) and person.is_active
    if request.method != "POST" or not may_sign_in:
        context = {"person": person, "may_sign_in": may_sign_in}
        return render(request, "people/accounts/password_link.html", context)
    form = ResetPasswordForm({"email": person.email})
    if form.is_valid():
        form.save(request)
    sent = _("%(person)s was sent a link to a new password, to %(address)s.")
    messages.success(request, sent % {"person": person, "address": person.email})
    return redirect("portal:person", person.public_id)
