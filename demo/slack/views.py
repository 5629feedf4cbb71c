"""A page that plays Slack: what is done there goes to the real address, and what lifow says is shown."""

import json
import time

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from channels.slack.models import SlackWork
from channels.slack.reports import installation, link_of
from demo.company_files import read_company
from demo.slack import recording, sending, showing
from demo.slack.connecting import connect, people_to_be
from demo.slack.recording import METHODS, TEAM, user_of
from lifow.people.persons.models import Person

LONGEST = 200_000
LONGEST_TEXT = 4_000
WAIT_SECONDS = 4.0
POLL_SECONDS = 0.1
SHOWN_CALLS = 30
ADMIN = "hr_admin"


@require_safe
def slack(request: HttpRequest) -> HttpResponse:
    """What one of the tour sees in Slack, and what lifow has told it."""
    _only_in_the_demo()
    people = people_to_be(read_company(timezone.localdate()))
    role, person = _chosen(people, request.GET.get("as", ""))
    calls = recording.calls()
    user = user_of(person)
    context = {
        "people": people,
        "role": role,
        "person": person,
        "is_connected": installation() is not None and link_of(TEAM, user) is not None,
        "screen": showing.screen_of(user, calls),
        "shows_dialog": "closed" not in request.GET,
        "calls": calls[::-1][:SHOWN_CALLS],
        "waits": SlackWork.objects.waiting().exists(),
    }
    return render(request, "demo/slack.html", context)


@require_POST
def play(request: HttpRequest) -> HttpResponseBase:
    """Do something in Slack as one of the tour, and wait a moment for what comes of it."""
    _only_in_the_demo()
    people = people_to_be(read_company(timezone.localdate()))
    role, person = _chosen(people, request.POST.get("as", ""))
    act, user = request.POST.get("act", ""), user_of(person)
    text = request.POST.get("text", "")[:LONGEST_TEXT]
    if act == "connect":
        connect(person, by=people[ADMIN], as_of=timezone.now())
    elif act == "forget":
        recording.forget()
    elif act in sending.COMMANDS:
        sending.run_command(user, act, text)
    elif act == "home":
        sending.open_home(user)
    elif act == "save":
        sending.save_message(user, text)
    elif act == "click":
        sending.click(user, request.POST)
    elif act == "submit":
        sending.submit(user, request.POST)
    _wait_for_the_worker()
    closed = "&closed=1" if act in ("home", "forget", "connect") or (act == "/learn") else ""
    return redirect(f"{reverse('demo:slack')}?as={role}{closed}")


@csrf_exempt
@require_POST
def api(request: HttpRequest, method: str) -> JsonResponse:
    """Slack's API as lifow calls it."""
    _only_in_the_demo()
    if method not in METHODS:
        return JsonResponse({"ok": False, "error": "unknown_method"})
    return JsonResponse(recording.record(method, _body(request)))


@csrf_exempt
@require_POST
def response(request: HttpRequest, user: str) -> HttpResponse:
    """Where lifow answers a command or a click."""
    _only_in_the_demo()
    recording.record("response", _body(request), user=user)
    return HttpResponse("ok", content_type="text/plain")


def _body(request: HttpRequest) -> dict[str, object]:
    if request.content_type != "application/json":
        return {name: str(value)[:LONGEST_TEXT] for name, value in request.POST.items()}
    try:
        told = json.loads(request.body[:LONGEST])
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _chosen(people: dict[str, Person], role: str) -> tuple[str, Person]:
    if not people:
        raise Http404
    known = role if role in people else next(iter(people))
    return known, people[known]


def _wait_for_the_worker() -> None:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until and SlackWork.objects.due(timezone.now()).exists():
        time.sleep(POLL_SECONDS)


def _only_in_the_demo() -> None:
    if not recording.is_open():
        raise Http404
