"""The bank as a list, and one question: how it is shown, what is right, who wrote it, and its acts."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url

from assessments.frameworks.models import Skill
from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.forms import RetireForm, SubmitForm
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.reports import (
    PREVIEW_SEED,
    FoundItems,
    SkillCounts,
    Wanted,
    answer_key,
    bank_counts,
    find_items,
    in_words,
    languages,
    may_review,
    reviewers_for,
    shown_item,
    similar_items,
    skills_with_items,
    summary_of,
    version_problems,
)
from assessments.testing.bank.reports.lists import (
    DRAFTS,
    IN_REVIEW,
    MOST_COUNTED,
    PUBLISHED,
    RETIRED,
    STATES,
    UNASKED,
)
from assessments.testing.bank.services import (
    ItemError,
    discard_version,
    retire_item,
    submit_version,
    take_back_version,
    unretire_item,
)
from assessments.testing.bank.views.access import chosen, for_authors, item_named, versions_of_item
from lifow.base.pages import page_of
from lifow.base.requests import SignedInRequest

FEW_SKILLS = 8


@for_authors
@require_safe
def questions(request: SignedInRequest) -> HttpResponse:
    """What there is by skill and level, and the questions by state; each filter has an address."""
    wanted = _wanted(request)
    found = find_items(wanted)
    page = page_of(found.rows, request.GET)
    context = {
        "wanted": wanted,
        "tabs": _state_tabs(request, wanted, found),
        "rows": [(version, summary_of(version)) for version in page.rows],
        "page": page,
        "best": found.best,
        "is_filtered": bool(wanted.skill or wanted.language or wanted.level is not None),
    }
    if request.htmx:
        response = render(request, "assessments/testing/questions_found.html", context)
        return replace_url(response, _address(request))
    context |= {"skills": skills_with_items(), "languages": languages(), "new_url": _new_address(wanted)}
    return render(request, "assessments/testing/questions.html", context | _counts(request, wanted))


@for_authors
@require_safe
def question(request: SignedInRequest, item_id: str) -> HttpResponse:
    """One question; `?version=` shows an earlier or a coming version of it."""
    item = item_named(item_id)
    return _show(request, item)


@for_authors
@require_POST
def submit(request: SignedInRequest, item_id: str) -> HttpResponseBase:
    """Send the draft of a question for review."""
    item = item_named(item_id)
    version = _open_version(item)
    form = SubmitForm(request.POST, reviewers={one.public_id: one for one in reviewers_for(version)})
    if not form.is_valid():
        return _show(request, item, submit_form=form, status=422)
    reviewer = form.cleaned_data["reviewer"]
    try:
        submit_version(version=version, by=request.user, reviewer=reviewer, as_of=timezone.now())
    except ItemError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _show(request, item, submit_form=form, status=422)
    who = reviewer or _("Another author")
    messages.success(
        request, _("Sent for review. %(who)s is told, and publishes it or sends it back.") % {"who": who}
    )
    return _to(item)


@for_authors
@require_POST
def take_back(request: SignedInRequest, item_id: str) -> HttpResponseBase:
    """Take the question back from review, to change it."""
    item = item_named(item_id)
    try:
        take_back_version(version=_open_version(item), as_of=timezone.now())
    except ItemError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back. It is a draft again."))
    return _to(item)


@for_authors
@require_POST
def retire(request: SignedInRequest, item_id: str) -> HttpResponseBase:
    """Ask the question no more."""
    item, form = item_named(item_id), RetireForm(request.POST)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            retire_item(item=item, by=request.user, reason=reason, as_of=timezone.now())
        except ItemError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(
                request, _("Retired. It is not asked any more; what was answered stays counted.")
            )
            return _to(item)
    return _show(request, item, retire_form=form, status=422)


@for_authors
@require_POST
def unretire(request: SignedInRequest, item_id: str) -> HttpResponseBase:
    """Put a retired question back into use."""
    item = item_named(item_id)
    try:
        item = unretire_item(item=item)
    except ItemError as error:
        messages.error(request, str(error))
    else:
        is_asked = item.state == ItemState.PUBLISHED
        messages.success(request, _("It is asked again.") if is_asked else _("It is a draft again."))
    return _to(item)


@for_authors
@require_POST
def discard(request: SignedInRequest, item_id: str) -> HttpResponseBase:
    """Delete a draft."""
    item = item_named(item_id)
    try:
        left = discard_version(version=_open_version(item))
    except ItemError as error:
        messages.error(request, str(error))
        return _to(item)
    messages.success(request, _("The draft is deleted."))
    return redirect("assessments:questions") if left is None else _to(left)


def _show(
    request: SignedInRequest,
    item: Item,
    *,
    submit_form: SubmitForm | None = None,
    retire_form: RetireForm | None = None,
    status: int = 200,
) -> HttpResponse:
    versions = versions_of_item(item)
    version = chosen(versions, request.GET)
    newest = versions[0]
    is_draft = version.state == VersionState.DRAFT and item.state != ItemState.RETIRED
    problems = version_problems(version) if is_draft else []
    similar = similar_items(
        skill=item.skill, kind=version.kind, stem=version.stem, body=version.body, leave_out=item
    )
    if is_draft and not problems and submit_form is None:
        submit_form = SubmitForm(reviewers={one.public_id: one for one in reviewers_for(version)})
    context = {
        "item": item,
        "version": version,
        "newest": newest,
        "versions": versions if len(versions) > 1 else [],
        "title": summary_of(version, 80),
        "shown": shown_item(version, seed=PREVIEW_SEED),
        "key": answer_key(version),
        "problems": [in_words(problem) for problem in problems],
        "similar": [(one, summary_of(one.version)) for one in similar],
        "is_on_other_levels": ItemVersion.objects.on_other_levels().filter(pk=version.pk).exists(),
        "may_review": version.state == VersionState.IN_REVIEW and may_review(request.user, version),
        "submit_form": submit_form,
        "retire_form": retire_form or RetireForm(),
        "breadcrumbs": [(_("Test questions"), reverse("assessments:questions"))],
    }
    return render(request, "assessments/testing/question.html", context, status=status)


def _open_version(item: Item) -> ItemVersion:
    """The version of a question that is a draft or waits; the newest where there is none."""
    return versions_of_item(item)[0]


def _to(item: Item) -> HttpResponseBase:
    return redirect("assessments:question", item_id=item.public_id)


def _wanted(request: SignedInRequest) -> Wanted:
    """What an address asks for; what there is not is asked for by nothing."""
    asked = {name: str(value).replace("\0", "") for name, value in request.GET.items()}
    level = asked.get("level", "")
    state = asked.get("state", "")
    return Wanted(
        state=state if state in STATES else PUBLISHED,
        skill=Skill.objects.filter(public_id=asked.get("skill", "")).first() if asked.get("skill") else None,
        language=asked.get("language", "")[:20],
        level=int(level) if level.isascii() and level.isdigit() and len(level) < 3 else None,
        text=asked.get("q", "").strip(),
    )


def _counts(request: SignedInRequest, wanted: Wanted) -> dict[str, Any]:
    """What there is by skill and level, what misses most first; nothing of it beside a search by words."""
    if wanted.text:
        return {}
    counts = sorted(bank_counts(skill=wanted.skill), key=lambda one: (not one.missing, one.skill.name))
    shows_all = wanted.skill is not None or "all" in request.GET
    return {
        "counts": [(one, _missing_in_words(one)) for one in (counts if shows_all else counts[:FEW_SKILLS])],
        "more_skills": 0 if shows_all else max(len(counts) - FEW_SKILLS, 0),
        "skill_count": len(counts),
    }


def _state_tabs(request: SignedInRequest, wanted: Wanted, found: FoundItems) -> list[dict[str, Any]]:
    """The states with how many questions each has; “Not asked” only where there are such questions."""
    labels = {
        PUBLISHED: _("Published"),
        IN_REVIEW: _("In review"),
        DRAFTS: _("Drafts"),
        RETIRED: _("Retired"),
    }
    if found.counts.get(UNASKED) or wanted.state == UNASKED:
        labels[UNASKED] = _("Not asked")
    return [
        {
            "label": label,
            "url": _address(request, state=state),
            "count": _at_most(found.counts.get(state)),
            "current": state == wanted.state,
        }
        for state, label in labels.items()
    ]


def _at_most(count: int | None) -> str | int | None:
    """A count that goes up to `MOST_COUNTED`, as it is read."""
    return f"{MOST_COUNTED:,}+" if count is not None and count > MOST_COUNTED else count


def _address(request: SignedInRequest, **changes: str) -> str:
    query = {name: value for name, value in request.GET.items() if name != "page" and value}
    return f"{reverse('assessments:questions')}?{urlencode({**query, **changes})}"


def _new_address(wanted: Wanted) -> str:
    begin = {"skill": wanted.skill.public_id} if wanted.skill else {}
    return (
        f"{reverse('assessments:new_question')}?{urlencode(begin)}"
        if begin
        else reverse("assessments:new_question")
    )


def _missing_in_words(counts: SkillCounts) -> str:
    """Such as: none at levels 3 and 4."""
    if not counts.missing:
        return ""
    levels = ", ".join(str(level) for level in counts.missing)
    return ngettext("none at level %(levels)s", "none at levels %(levels)s", len(counts.missing)) % {
        "levels": levels
    }
