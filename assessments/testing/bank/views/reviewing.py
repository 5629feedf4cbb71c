"""Review of a question by a second person: publish it, or send it back with a note."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.testing.bank.choices import VersionState
from assessments.testing.bank.forms import ReviewForm
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import (
    PREVIEW_SEED,
    answer_key,
    may_review,
    shown_item,
    similar_items,
    summary_of,
    waiting_reviews,
)
from assessments.testing.bank.services import (
    ItemChangedError,
    ItemError,
    publish_version,
    send_back_version,
)
from assessments.testing.bank.views.access import LINKED, for_authors
from lifow.base.requests import SignedInRequest

PUBLISH, SEND_BACK = "publish", "send_back"


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, version_id: str) -> HttpResponse | HttpResponseBase:
    """Read a question as those who answer it will, with what is right, and decide."""
    version = get_object_or_404(ItemVersion.objects.select_related(*LINKED), public_id=version_id)
    if version.state != VersionState.IN_REVIEW and request.method != "POST":
        messages.info(request, _("This question does not wait for review any more."))
        return redirect("assessments:question", item_id=version.item.public_id)
    if request.method != "POST":
        return _show(request, version, ReviewForm(initial={"revision": version.revision}))
    form = ReviewForm(request.POST)
    if form.is_valid() and _decide(request, version, form):
        return _next(request, version)
    version = ItemVersion.objects.select_related(*LINKED).get(pk=version.pk)
    return _show(request, version, form, status=422)


def _decide(request: SignedInRequest, version: ItemVersion, form: ReviewForm) -> bool:
    """Whether what the reviewer has decided was written; the form says why it was not."""
    note, now = form.cleaned_data["note"], timezone.now()
    try:
        if request.POST.get("act") == SEND_BACK:
            send_back_version(version=version, by=request.user, note=note, as_of=now)
            messages.success(request, _("Sent back. The author has your note."))
        else:
            read = form.cleaned_data["revision"]
            publish_version(version=version, by=request.user, note=note, based_on=read, as_of=now)
            messages.success(request, _("Published. It is asked from now on."))
    except ItemError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        if isinstance(error, ItemChangedError):
            form.data = {**dict(form.data.items()), "revision": str(error.version.revision)}
        return False
    return True


def _next(request: SignedInRequest, version: ItemVersion) -> HttpResponseBase:
    """On to the next question that waits for this reviewer, if there is one, else to the question."""
    others = (one for one in waiting_reviews() if may_review(request.user, one))
    mine = next((one for one in others if one.reviewer_id in (None, request.user.pk)), None)
    if mine is not None:
        return redirect("assessments:review", version_id=mine.public_id)
    return redirect("assessments:question", item_id=version.item.public_id)


def _show(
    request: SignedInRequest, version: ItemVersion, form: ReviewForm, status: int = 200
) -> HttpResponse:
    item = version.item
    before = item.versions.filter(state=VersionState.PUBLISHED).select_related(*LINKED).first()
    similar = similar_items(
        skill=item.skill, kind=version.kind, stem=version.stem, body=version.body, leave_out=item
    )
    context = {
        "item": item,
        "version": version,
        "title": _("Review: %(question)s") % {"question": summary_of(version, 60)},
        "form": form,
        "may_review": version.state == VersionState.IN_REVIEW and may_review(request.user, version),
        "shown": shown_item(version, seed=PREVIEW_SEED),
        "key": answer_key(version),
        "before": before,
        "before_shown": shown_item(before, seed=PREVIEW_SEED) if before else None,
        "before_key": answer_key(before) if before else None,
        "similar": [(one, summary_of(one.version)) for one in similar],
        "breadcrumbs": [(_("Test questions"), reverse("assessments:questions"))],
    }
    return render(request, "assessments/testing/review.html", context, status=status)
