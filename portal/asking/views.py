"""Asking: one form, similar questions first, and whom it would reach. No line of the log is written of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.answers.choices import LONGEST_TITLE
from content.answers.models import Answer, HeldQuestion, Question
from content.answers.reports import answer_policy
from content.answers.services import (
    AnswersError,
    Asked,
    accept_answer,
    ask_question,
    digest_of,
    hold_question,
    new_key,
)
from lifow.base.media.services import PictureError, keep_picture
from lifow.base.requests import SignedInRequest
from portal.asking.forms import AskForm
from portal.asking.reports import Rest, reach_of, rest_of, units_of

LONGEST_KEPT = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Ask a question; `?q=` fills it in. Sent with `look`, it shows what is like it and asks nothing yet."""
    if request.method != "POST":
        begun = {"title": request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_TITLE]}
        form, rest = _form(request, None, begun)
        return _page(request, form, rest)
    form, rest = _form(request, request.POST)
    if "look" in request.POST:
        typed = {name: request.POST.get(name, "") for name in ("title", "body")}
        initial = {**_initial(request.POST, rest), **typed}
        return _page(request, AskForm(None, initial=initial, **_options(request, rest)), rest)
    pictures = _pictures(request, form)
    if form.is_valid() and (done := _ask(request, form, pictures)) is not None:
        return done
    return _page(request, form, rest, status=422, pictures=pictures)


@login_required
@require_POST
def similar(request: SignedInRequest) -> HttpResponse:
    """What is like a question that is being typed, and what it is probably about: the rest of the form."""
    _form_as_sent, rest = _form(request, request.POST)
    shown = AskForm(None, initial=_initial(request.POST, rest), **_options(request, rest))
    return render(request, "portal/asking/rest.html", _context(request, shown, rest))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def private_link(request: SignedInRequest, link_key: str) -> HttpResponse | HttpResponseBase:
    """What became of a question without a name, for whoever has its private link; they accept an answer."""
    digest = digest_of(link_key)
    question = Question.objects.filter(link_digest=digest).select_related("merged_into", "skill").first()
    if question is None:
        held = get_object_or_404(HeldQuestion, link_digest=digest)
        if request.method == "POST":
            raise Http404
        return render(request, "portal/asking/link.html", {"held": held, "title": held.title})
    shown = question.merged_into or question
    answers = Answer.objects.visible().filter(question=shown).select_related("author")
    if request.method == "POST":
        answer = get_object_or_404(answers, public_id=request.POST.get("answer", ""))
        accept_answer(answer=answer, as_of=timezone.now())
        return redirect("portal:private_link", link_key=link_key)
    context = {"question": shown, "title": shown.title, "answers": list(answers.order_by("written_at", "pk"))}
    return render(request, "portal/asking/link.html", context)


def _form(
    request: SignedInRequest, data: QueryDict | None, begun: dict[str, Any] | None = None
) -> tuple[AskForm, Rest | None]:
    told = data or begun or {}
    text = f"{told.get('title', '')} {told.get('body', '')}".replace("\0", "").strip()
    rest = rest_of(text, request.user) if text else None
    initial = {"key": new_key(), **_proposed(rest), **(begun or {})}
    return AskForm(data, initial=initial, **_options(request, rest)), rest


def _options(request: SignedInRequest, rest: Rest | None) -> dict[str, Any]:
    return {
        "skills": [*rest.proposed.skills, *rest.proposed.others] if rest else (),
        "facets": rest.facets.listed if rest else (),
        "units": units_of(request.user),
        "may_be_anonymous": answer_policy().allows_anonymous,
    }


def _proposed(rest: Rest | None) -> dict[str, Any]:
    if rest is None:
        return {}
    pairs = [f"{facet}:{value}" for facet, values in rest.proposed.facets.items() for value in values]
    first = rest.proposed.skills[0].public_id if rest.proposed.skills else ""
    return {"skill": first, "facets": pairs}


def _initial(data: QueryDict, rest: Rest | None) -> dict[str, Any]:
    """What was chosen stays, where it can be chosen still; what was not is proposed."""
    initial = {**_proposed(rest), "key": data.get("key", ""), "unit": data.get("unit", "")}
    if "is_anonymous" in data:
        initial["is_anonymous"] = True
    chosen = data.get("skill", "")
    if rest and any(one.public_id == chosen for one in rest.proposed.skills):
        initial["skill"] = chosen
    initial["facets"] = list(dict.fromkeys([*initial.get("facets", []), *data.getlist("facets")]))
    return initial


def _pictures(request: SignedInRequest, form: AskForm) -> list[str]:
    """Ids of the pictures that come with a question; those of before are kept."""
    kept = [one for one in request.POST.getlist("picture") if one][:LONGEST_KEPT]
    if "is_anonymous" in request.POST:
        return kept
    for file in request.FILES.getlist("pictures")[:LONGEST_KEPT]:
        try:
            kept.append(keep_picture(data=file.read(), as_of=timezone.now()).public_id)
        except PictureError as error:
            form.add_error(None, f"{file.name}: {error}")
    return list(dict.fromkeys(kept))


def _ask(request: SignedInRequest, form: AskForm, pictures: list[str]) -> HttpResponseBase | None:
    told = form.cleaned_data
    key = told["key"] or new_key()
    asked = Asked(
        title=told["title"],
        body=told["body"],
        skill=told["skill"],
        facets=told["facets"],
        unit=told["unit"],
        pictures=pictures,
    )
    try:
        if told.get("is_anonymous"):
            if request.FILES:
                raise AnswersError("", _("Without a name, attach nothing: a picture says who you are."))
            hold_question(asked=asked, key=key)
            return redirect("portal:private_link", link_key=key)
        own = f"{request.user.public_id}:{digest_of(key)}"
        question = ask_question(asker=request.user, asked=asked, as_of=timezone.now(), idempotency_key=own)
    except AnswersError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return None
    messages.success(request, _("Asked. You are told when there is an answer."))
    return redirect("portal:question", asked_id=question.public_id)


def _context(request: SignedInRequest, form: AskForm, rest: Rest | None) -> dict[str, Any]:
    chosen = form["skill"].value()
    skill = form.skills.get(chosen) if rest else None
    return {"form": form, "rest": rest, "reach": reach_of(skill, request.user) if rest else None}


def _page(
    request: SignedInRequest,
    form: AskForm,
    rest: Rest | None,
    *,
    status: int = 200,
    pictures: list[str] | None = None,
) -> HttpResponse:
    context = {**_context(request, form, rest), "pictures": pictures or []}
    return render(request, "portal/asking/ask.html", context, status=status)
