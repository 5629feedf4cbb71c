"""The page of a review: what a module is to say, comments at their places, and what comes of it."""

import hashlib
import secrets
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from content.answers.reports import answers_mentioning
from content.authoring.choices import CommentPlace
from content.authoring.forms import CommentForm, OutdateForm, ReviewForm, ScheduleForm, SubmitForm
from content.authoring.models import ReviewComment, ScheduledPublication
from content.authoring.reports import (
    changes_between,
    commented_places,
    may_review,
    missing_before_publishing,
    open_comments,
    review_standing,
    reviewers_for,
    reviews_modules,
    waiting_reviews,
    writers_of,
)
from content.authoring.schedule import in_company_time
from content.authoring.services import (
    answer_comment,
    approve_for_later,
    approve_module,
    comment_on_module,
    reopen_comment,
    resolve_comment,
    send_back_module,
    submit_module,
    take_back_module,
)
from content.authoring.views import for_authors
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleError,
    contents_of,
    edition_of,
    outdate_module,
)
from content.kinds.reading import reading_once
from lifow.base.requests import SignedInRequest

SEND_BACK, LATER = "send_back", "later"
RESOLVE, REOPEN = "resolve", "reopen"
LINKED = ("author", "changed_by", "scheduled_publication__set_by")


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """What a module is to say, with comments; whoever may review it decides here."""
    modules = Module.objects.select_related(*LINKED)
    if request.method != "POST":
        with reading_once():
            return _show(request, get_object_or_404(modules.with_draft(), public_id=module_id))
    module = get_object_or_404(modules, public_id=module_id)
    form, later = ReviewForm(request.POST), None
    if request.POST.get("act") == LATER:
        later = ScheduleForm(request.POST)
    is_told = form.is_valid() and (later is None or later.is_valid())
    if is_told and _decide(request, module, form, later):
        return _next(request, module)
    return _show(request, module, review_form=form, **({"schedule_form": later} if later else {}))


@for_authors
@require_POST
def submit(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """Send what a module is to say for review."""
    module = get_object_or_404(Module.objects.select_related(*LINKED), public_id=module_id)
    form = SubmitForm(request.POST, reviewers=_reviewers(request, writers_of(module)))
    if form.is_valid():
        chosen = form.cleaned_data["reviewer"]
        try:
            submit_module(module=module, by=request.user, reviewer=chosen, as_of=timezone.now())
        except ModuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Sent for review."))
            return redirect("content:review", module_id=module.public_id)
    return _show(request, module, submit_form=form)


@for_authors
@require_POST
def take_back(request: SignedInRequest, module_id: str) -> HttpResponseBase:
    """Make what waits for review a draft again."""
    module = get_object_or_404(Module, public_id=module_id)
    take_back_module(module=module, by=request.user, as_of=timezone.now())
    messages.success(request, _("Taken back from review. It can be changed again."))
    return redirect("content:review", module_id=module.public_id)


@for_authors
@require_POST
def comment(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """Comment on a place in what a module is to say."""
    module = get_object_or_404(Module.objects.select_related(*LINKED), public_id=module_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = comment_on_module(
                module=module,
                by=request.user,
                text=said["text"],
                place=said["place"],
                passage=said["passage"],
                idempotency_key=_key_of(request, said["token"], said["place"], said["passage"], said["text"]),
                as_of=timezone.now(),
            )
        except ModuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect(_address_of(made))
    return _show(request, module, comment_form=form)


@for_authors
@require_POST
def answer(request: SignedInRequest, module_id: str, comment_id: str) -> HttpResponse | HttpResponseBase:
    """Answer a comment, or say that it is dealt with."""
    found = _comment(module_id, comment_id)
    if RESOLVE in request.POST:
        resolve_comment(comment=found, by=request.user, as_of=timezone.now())
        return redirect(_address_of(found))
    if REOPEN in request.POST:
        reopen_comment(comment=found)
        return redirect(_address_of(found))
    form = CommentForm(request.POST)
    if form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        key = _key_of(request, said["token"], comment_id, said["text"])
        try:
            answer_comment(comment=found, by=request.user, text=said["text"], idempotency_key=key, as_of=now)
        except ModuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect(_address_of(found))
    return _show(request, found.module, answer_form=form, answered=found)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def outdate(request: SignedInRequest, module_id: str) -> HttpResponse | HttpResponseBase:
    """Say that a published module is not right any more, why, and what to read instead."""
    module = get_object_or_404(Module.objects.select_related("replaced_by"), public_id=module_id)
    begin = {"note": module.outdated_note, "replaced_by": getattr(module.replaced_by, "title", "")}
    form = OutdateForm(request.POST or None, initial=begin, module=module)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            outdate_module(module=module, by=request.user, note=said["note"], replaced_by=said["replaced_by"])
        except ModuleError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Marked as outdated. It can still be read, and is in no plan."))
            return redirect("content:module", module_id=module.public_id)
    context = {"module": module, "form": form, "breadcrumbs": _breadcrumbs(module)}
    return render(request, "content/authoring/outdate.html", context, status=422 if form.errors else 200)


def _decide(request: SignedInRequest, module: Module, form: ReviewForm, later: ScheduleForm | None) -> bool:
    """Whether what the reviewer has decided was written; the form says why it was not."""
    note, now, by = form.cleaned_data["note"], timezone.now(), request.user
    try:
        if request.POST.get("act") == SEND_BACK:
            send_back_module(module=module, by=by, note=note, as_of=now)
            messages.success(request, _("Sent back. The author has your note."))
        elif later is not None:
            at, read = later.cleaned_data["publish_at"], form.cleaned_data["edition"]
            approve_for_later(module=module, by=by, publish_at=at, note=note, based_on=read, as_of=now)
            messages.success(
                request, _("Approved. It is published on %(moment)s.") % {"moment": in_company_time(at)}
            )
        else:
            read = form.cleaned_data["edition"]
            approve_module(module=module, by=by, note=note, based_on=read, as_of=now)
            messages.success(request, _("Published. Plans are updated within a minute."))
    except ModuleError as error:
        if later is not None and error.field in later.fields:
            later.add_error(error.field, str(error))
        else:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def _next(request: SignedInRequest, module: Module) -> HttpResponseBase:
    """On to the next module that waits for this reviewer, if there is one, else to the module."""
    mine = (
        one.module
        for one in waiting_reviews()
        if one.reviewer_id in (None, request.user.pk) and may_review(request.user, one.module)
    )
    following = next(mine, None)
    if following is not None:
        messages.info(request, _("The next module that waits for your review."))
        return redirect("content:review", module_id=following.public_id)
    return redirect("content:module", module_id=module.public_id)


def _show(request: SignedInRequest, module: Module, **forms: Any) -> HttpResponse:
    standing = review_standing(module)
    contents, waiting, draft = standing.contents, standing.waiting, standing.draft
    blocks, comments = commented_places(module, contents.body)
    is_published = module.status != Module.Status.DRAFT
    begin = {"edition": edition_of(contents)}
    missing = missing_before_publishing(contents)
    able = reviews_modules(request.user) and request.user.pk not in standing.writers
    context = {
        "module": module,
        "contents": contents,
        "draft": draft,
        "waiting": waiting,
        "sent_back": standing.sent_back if waiting is None else None,
        "is_needed": standing.is_needed,
        "is_approved": standing.is_approved,
        "may_review": waiting is not None and able,
        "has_something": draft is not None or module.status != Module.Status.PUBLISHED,
        "edition": begin["edition"],
        "missing": missing,
        "is_blocked": any(one.blocks for one in missing),
        "review_form": ReviewForm(initial=begin),
        "schedule_form": ScheduleForm(),
        **_scheduled(module),
        "submit_form": SubmitForm(reviewers=_reviewers(request, standing.writers)),
        "blocks": blocks,
        "places": _places(contents, comments),
        "open_comments": open_comments(blocks, comments),
        "shown": kind_of(contents.kind).preview(contents.parts),
        "mentioning": answers_mentioning(contents.parts, request.user),
        "changes": changes_between(contents_of(module), contents) if draft and is_published else None,
        "token": secrets.token_urlsafe(8),
        "breadcrumbs": _breadcrumbs(module),
        **forms,
    }
    has_errors = any(getattr(form, "errors", None) for form in forms.values())
    return render(request, "content/authoring/review.html", context, status=422 if has_errors else 200)


def _scheduled(module: Module) -> dict[str, Any]:
    row: ScheduledPublication | None = getattr(module, "scheduled_publication", None)
    return {"scheduled": row, "scheduled_at": in_company_time(row.publish_at) if row else ""}


def _places(contents: Any, comments: Any) -> list[dict[str, Any]]:
    """What is commented on beside the text: each field with what it says, and its comments."""
    effects = [
        f"{one.skill} {one.from_level.normalize():f} → {one.to_level.normalize():f}"
        for one in contents.effects
    ]
    facets = [f"{name}: {', '.join(values)}" for name, values in sorted(contents.facets.items())]
    said = {
        CommentPlace.TITLE: contents.title,
        CommentPlace.SUMMARY: contents.summary,
        CommentPlace.MINUTES: str(contents.minutes),
        CommentPlace.EFFECTS: "; ".join(effects),
        CommentPlace.PREREQUISITES: "; ".join(one.title for one in contents.prerequisites),
        CommentPlace.FACETS: "; ".join(facets),
        CommentPlace.PARTS: "",
        CommentPlace.WHOLE: "",
    }
    return [
        {"name": place.value, "label": place.label, "said": words, "threads": comments.get(place, [])}
        for place, words in said.items()
    ]


def _reviewers(request: SignedInRequest, writers: Collection[int]) -> dict[str, Any]:
    return {one.public_id: one for one in reviewers_for(writers, but=request.user)}


def _comment(module_id: str, comment_id: str) -> ReviewComment:
    rows = ReviewComment.objects.select_related("module__author", "module__changed_by")
    return get_object_or_404(rows, public_id=comment_id, module__public_id=module_id, parent=None)


def _key_of(request: SignedInRequest, token: str, *said: str) -> str | None:
    """What makes a comment that is sent twice from one page the same one."""
    if not token:
        return None
    digest = hashlib.sha256("\0".join((token, *said)).encode()).hexdigest()[:40]
    return f"{request.user.pk}:{digest}"


def _address_of(comment: ReviewComment) -> str:
    return f"{reverse('content:review', args=[comment.module.public_id])}#{comment.public_id}"


def _breadcrumbs(module: Module) -> list[tuple[str, str]]:
    return [
        (_("Authoring"), reverse("content:authoring")),
        (module.title, reverse("content:module", args=[module.public_id])),
    ]
