"""What is told of reviews: authors have questions to review, and hear what came of their own."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports.reviews import asked_to_review, waiting_reviews
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_all
from lifow.people.persons.models import Person

REVIEW_ASKED = "item_review_asked"
REVIEWED = "item_reviewed"
WAITING = "waiting"
"""One message for all that somebody has to review: it counts them when it is read."""


def tell_reviewers(version: ItemVersion, *, as_of: datetime) -> None:
    """Tell those who are asked to review a version, unless they are told of others already."""
    asked = asked_to_review([version], _who_may())
    people = Person.objects.filter(pk__in=[pk for pk, versions in asked.items() if versions])
    notify_all(new=[New(one, REVIEW_ASKED, {}, WAITING) for one in people], as_of=as_of)


def settle_reviews(*, as_of: datetime) -> None:
    """Take the message out of the inbox of everybody who has nothing left to review."""
    asked = asked_to_review(waiting_reviews(), _who_may())
    done = [(pk, WAITING) for pk, versions in asked.items() if not versions]
    settle_all(kind=REVIEW_ASKED, keys=done, as_of=as_of)


def tell_of_outcome(version: ItemVersion, *, as_of: datetime) -> None:
    """Tell those who wrote a version that it was published, or sent back."""
    writers = {one.pk: one for one in (version.created_by, version.changed_by) if one is not None}
    key = f"{version.public_id}:{as_of.isoformat()}"
    new = [New(one, REVIEWED, {"version": version.pk}, key) for one in writers.values()]
    notify_all(new=new, as_of=as_of)


def render_reviews(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a reviewer reads of questions that wait for them by now."""
    asked = asked_to_review(waiting_reviews(), _who_may())
    return [_to_review(asked.get(notice.receiver.pk, [])) for notice in notices]


def render_outcomes(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an author reads of a review; nothing of a question that was changed since."""
    rows = ItemVersion.objects.filter(reviewed_at__isnull=False).select_related("item__skill", "reviewed_by")
    found = rows.in_bulk({notice.refs["version"] for notice in notices})
    return [_outcome(found.get(notice.refs["version"])) for notice in notices]


def _who_may() -> list[Person]:
    return list(Person.objects.filter(Q(is_author=True) | Q(is_hr_admin=True), is_active=True).order_by("pk"))


def _to_review(versions: Sequence[ItemVersion]) -> Rendered | None:
    if not versions:
        return None
    first, count = versions[0], len(versions)
    named = {"author": first.changed_by or first.created_by, "skill": first.item.skill, "count": count}
    title = ngettext(
        "A question on %(skill)s is waiting for your review",
        "%(count)s questions are waiting for your review",
        count,
    )
    page = reverse("assessments:review", args=[first.public_id])
    return Rendered(
        title=title % named,
        body=_from(versions),
        url=page if count == 1 else f"{reverse('assessments:questions')}?state=in_review",
        action=ngettext("Review the question", "Review the questions", count),
    )


def _from(versions: Iterable[ItemVersion]) -> str:
    """Who is waiting, if that is known of all."""
    writers = [one.changed_by or one.created_by for one in versions]
    names = sorted({str(one) for one in writers if one is not None})
    if not names:
        return _("Nobody is asked a question before a second person has read it.")
    return _("Written by %(names)s. Nobody is asked it before you have read it.") % {
        "names": ", ".join(names)
    }


def _outcome(version: ItemVersion | None) -> Rendered | None:
    if version is None:
        return None
    named = {"skill": version.item.skill, "reviewer": version.reviewed_by or _("A reviewer")}
    if version.is_published:
        return Rendered(
            title=_("Your question on %(skill)s is published") % named,
            body=version.review_note or _("%(reviewer)s has approved it. It is asked from now on.") % named,
            url=reverse("assessments:question", args=[version.item.public_id]),
            action=_("See the question"),
        )
    return Rendered(
        title=_("%(reviewer)s has sent back your question on %(skill)s") % named,
        body=version.review_note,
        url=reverse("assessments:edit_question", args=[version.item.public_id]),
        action=_("Change the question"),
    )


KINDS = [
    Kind(
        key=REVIEW_ASKED,
        title=gettext_lazy("Questions to review"),
        description=gettext_lazy(
            "Another author has written a question for tests, which needs a second reader."
        ),
        render=render_reviews,
        is_act=True,
    ),
    Kind(
        key=REVIEWED,
        title=gettext_lazy("Reviews of your questions"),
        description=gettext_lazy("A question that you wrote for tests was published, or sent back."),
        render=render_outcomes,
        is_act=False,
    ),
]
