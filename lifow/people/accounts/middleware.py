"""What is asked of an account before it opens anything."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lifow.base.api.errors import is_of_the_api, problem_page
from lifow.people.accounts.rules import lacks_second_step

OF_THE_ACCOUNT = "/accounts/"


class TwoStepMiddleware:
    """Has whoever can read the whole company turn on two-step sign-in, where the site requires it of them.

    Until then they reach the pages of their own account alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.path.startswith(OF_THE_ACCOUNT) or not lacks_second_step(request.user):
            return None
        text = _("HR admins sign in with two steps. Turn it on to go on.")
        if is_of_the_api(request):
            return problem_page("forbidden", text)
        messages.info(request, text)
        return redirect("mfa_activate_totp")
