"""Where Slack sends its requests, the page on which HR connects it, and the one that confirms an account."""

import json
from urllib.parse import parse_qs

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from slack_bolt.adapter.django import SlackRequestHandler

from channels.slack.endpoint import current_app
from channels.slack.manifest import install_url, manifest_text, new_app_url, redirect_uri
from channels.slack.reports import (
    install_state,
    installation,
    is_configured,
    is_install_state,
    may_use,
    missing_settings,
    opened_proposal,
)
from channels.slack.services import InstallError, end_installation, install_slack, link_account
from lifow.base.access import needs_permission
from lifow.base.channels import Channel, through
from lifow.base.requests import SignedInRequest

LONGEST_BODY = 1_000_000
LONGEST_CODE = 500
LONGEST_MOMENT = 12
MOST_FIELDS = 100

for_hr = needs_permission(
    "channels.connect_slack",
    who=gettext_lazy("This page is for HR admins. An HR admin can give you access."),
)


@csrf_exempt
@require_POST
def requests(request: HttpRequest) -> HttpResponse:
    """Everything that Slack asks, by one address: commands, clicks, forms and events.

    Without the secret of the company's app there is nothing here. What is not signed with it, or more than
    five minutes ago, is answered 401.
    """
    if not is_configured():
        raise Http404
    moment = request.headers.get("X-Slack-Request-Timestamp", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= LONGEST_MOMENT):
        return HttpResponse(status=401)
    if not _is_readable(request):
        return HttpResponse(status=400)
    with through(Channel.CHAT):
        return SlackRequestHandler(current_app()).handle(request)


def _is_readable(request: HttpRequest) -> bool:
    """Whether a body is of a shape that Slack sends: an object in JSON, or a form that may hold one."""
    if len(request.body) > LONGEST_BODY:
        return False
    try:
        text = request.body.decode()
        if request.content_type == "application/json" or text.lstrip().startswith("{"):
            return isinstance(json.loads(text), dict)
        payload = parse_qs(text, max_num_fields=MOST_FIELDS).get("payload")
        return bool(text) and (payload is None or isinstance(json.loads(payload[0]), dict))
    except (ValueError, RecursionError):
        return False


@for_hr
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: SignedInRequest) -> HttpResponseBase:
    """The manifest of the company's app, and its installation; `end` ends it."""
    if "end" in request.POST:
        end_installation(reason="disconnected", as_of=timezone.now())
        messages.success(request, _("Disconnected. lifow sends nothing to Slack any more."))
        return redirect("channels:slack_settings")
    context = {
        "breadcrumbs": [(_("Channels"), reverse("channels:overview"))],
        "missing": missing_settings(),
        "installation": installation(),
        "manifest": manifest_text(),
        "new_app_url": new_app_url(),
        "install_url": install_url(install_state(request.user)) if is_configured() else "",
    }
    return render(request, "channels/slack.html", context, status=422 if request.method == "POST" else 200)


@for_hr
@require_safe
def installed(request: SignedInRequest) -> HttpResponseBase:
    """Where Slack leads back to: what it gave is exchanged for the app's token, once."""
    if request.GET.get("error"):
        messages.error(request, _("Slack has not installed it: nobody allowed it there."))
        return redirect("channels:slack_settings")
    code, state = request.GET.get("code", "")[:LONGEST_CODE], request.GET.get("state", "")
    if not is_configured() or not code or not is_install_state(state, request.user):
        messages.error(request, _("This link is too old, or not yours. Begin again with “Install in Slack”."))
        return redirect("channels:slack_settings")
    try:
        made = install_slack(code=code, redirect_uri=redirect_uri(), by=request.user, as_of=timezone.now())
    except InstallError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Connected to %(workspace)s.") % {"workspace": made})
    return redirect("channels:slack_settings")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: SignedInRequest, proposal: str) -> HttpResponseBase:
    """Confirm that an account in Slack, whose email address is one's own, is one's own."""
    told, now = opened_proposal(proposal), timezone.now()
    found = installation()
    is_known = told is not None and found is not None and found.team_id == told.team_id
    is_theirs = told is not None and told.person_id == request.user.public_id and may_use(request.user, now)
    context = {
        "is_open": is_known and is_theirs,
        "is_anothers": is_known and not is_theirs,
        "workspace": found,
        "breadcrumbs": [(_("Connections"), reverse("channels:connections"))],
    }
    if request.method == "POST" and told is not None and context["is_open"]:
        link_account(person=request.user, proposal=told, as_of=now)
        messages.success(request, _("Connected. You can go back to Slack."))
        return redirect(f"{reverse('channels:connections')}#slack")
    is_refused = request.method == "POST"
    answer = render(request, "channels/slack_link.html", context, status=422 if is_refused else 200)
    answer["Referrer-Policy"] = "no-referrer"
    return answer
