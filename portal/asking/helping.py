"""Help now, from wherever somebody is, and what others are to read of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.evidence.services import EvidenceError
from assessments.frameworks.models import Skill
from assessments.frameworks.reports import levels_of
from content.answers.reports import proposed_for
from content.answers.services import AnswersError, new_key
from content.catalogue.models import Module
from content.facets.reports import FacetList
from lifow.base.requests import SignedInRequest
from mentoring.help.choices import HelpState
from mentoring.help.models import HelpRequest
from mentoring.help.reports import messages_of
from mentoring.help.services import HelpError, ask_for_help, is_agreed, save_draft
from mentoring.tasks.models import Task
from portal.asking.forms import AgreeForm, HelpForm
from portal.asking.services import close_conversation, confirm_level

LONGEST_QUERY = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def help_now(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Ask for help now; `?about=` names the module, task or skill that somebody is at, `?q=` their words."""
    told = request.POST or request.GET
    about, label, skills = _about(request, told.get("about", ""))
    words = (told.get("title") or told.get("q", "")).replace("\0", "").strip()[:LONGEST_QUERY]
    if len(skills) < 2:
        skills += proposed_for(words or label, request.user, FacetList((), {})).skills
    first = skills[0].public_id if skills else ""
    initial = {"title": words or label, "skill": first, "key": new_key(), "about": about}
    options = list(dict.fromkeys(skills)) or list(Skill.objects.assessable().order_by("name")[:50])
    form = HelpForm(request.POST or None, skills=options, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            found = _ask(request, form, about)
        except HelpError as error:
            form.add_error(None, str(error))
        else:
            return redirect("mentoring:help", help_id=found.public_id)
    return render(request, "portal/asking/help_now.html", {"form": form}, status=422 if form.errors else 200)


def _ask(request: SignedInRequest, form: HelpForm, about: str) -> HelpRequest:
    told = form.cleaned_data
    return ask_for_help(
        person=request.user,
        title=told["title"],
        text=told["text"],
        skill=told["skill"],
        about=about,
        as_of=timezone.now(),
        idempotency_key=f"{request.user.public_id}:{told['key']}" if told["key"] else None,
    )


def _about(request: SignedInRequest, named: str) -> tuple[str, str, list[Skill]]:
    """What an address names, in words, with its skills; nothing where the user may not see it."""
    kind, _colon, public_id = named.replace("\0", "").partition(":")
    if kind == "module":
        module = Module.objects.readable_by(request.user).filter(public_id=public_id).first()
        if module is not None:
            effects = module.effects.select_related("skill").order_by("pk")
            return named, module.title, [one.skill for one in effects if one.skill.retired_at is None]
    if kind == "task":
        task = (
            Task.objects.visible_to(request.user).filter(public_id=public_id).select_related("skill").first()
        )
        if task is not None:
            return named, task.title, [task.skill]
    if kind == "skill":
        skill = Skill.objects.assessable().filter(public_id=public_id).first()
        if skill is not None:
            return named, "", [skill]
    return "", "", []


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close_help(request: SignedInRequest, help_id: str) -> HttpResponse | HttpResponseBase:
    """What others are to read of a conversation: both look at it, and agree to the same words."""
    rows = HelpRequest.objects.now().select_related("person", "claimed_by", "skill")
    found = get_object_or_404(rows.readable_by(request.user), public_id=help_id)
    if not request.user.has_perm("mentoring.write_in_help", found) or found.state != HelpState.CLAIMED:
        if found.state == HelpState.CLOSED:
            return redirect("mentoring:help", help_id=found.public_id)
        raise Http404
    is_asker = found.person_id == request.user.pk
    levels = [(one.value, one.label) for one in levels_of(found.skill)] if is_asker and found.skill else []
    form = AgreeForm(request.POST or None, levels=levels, initial=_begun(found))
    if request.method == "POST" and form.is_valid() and (done := _agree(request, found, form)) is not None:
        return done
    context = {
        "help": found,
        "form": form,
        "is_asker": is_asker,
        "other": found.claimed_by if is_asker else found.person,
        "waits_for_other": 0
        < found.draft_number
        == (found.asker_agreed if is_asker else found.helper_agreed),
        "breadcrumbs": [(found.title, reverse("mentoring:help", args=[found.public_id]))],
    }
    return render(request, "portal/asking/close_help.html", context, status=422 if form.errors else 200)


def _begun(found: HelpRequest) -> dict[str, Any]:
    """The draft as it stands, or the helper's words as a beginning."""
    if found.draft_number:
        return {"title": found.draft_title, "text": found.draft_text, "number": found.draft_number}
    told = [one.text for one in messages_of(found) if one.author_id == found.claimed_by_id]
    return {"title": found.title, "text": "\n\n".join(told), "number": 0}


def _agree(request: SignedInRequest, found: HelpRequest, form: AgreeForm) -> HttpResponseBase | None:
    told, now = form.cleaned_data, timezone.now()
    helper = found.claimed_by
    try:
        draft = {"title": told["title"], "text": told["text"], "number": told["number"]}
        row = save_draft(request=found, by=request.user, as_of=now, **draft)
        if told.get("level") is not None and helper is not None:
            confirm_level(request=row, helper=helper, level=told["level"], as_of=now)
        if not is_agreed(row):
            messages.success(request, _("The other one is asked to agree. Then everybody can find it."))
            return redirect("mentoring:help", help_id=found.public_id)
        question = close_conversation(request=row, as_of=now)
    except (HelpError, AnswersError, EvidenceError) as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("Closed. The next person with this question finds the answer."))
    return redirect("portal:question", asked_id=question.public_id)
