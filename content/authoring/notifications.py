"""What authors are told: modules to review, what came of their own, and comments."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.authoring.choices import ReviewState
from content.authoring.models import (
    CheckedLink,
    ModuleOwner,
    ModuleReview,
    ReviewComment,
    ScheduledPublication,
)
from content.authoring.reports.links import links_of_module
from content.authoring.reports.reviews import asked_to_review, waiting_reviews
from content.catalogue.models import Module
from content.kinds.update.models import ReplacedModule
from lifow.base.days import local_day
from lifow.notifications.models import Message
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_all, settle_messages
from lifow.people.persons.models import Person

REVIEW_ASKED = "module_review_asked"
REVIEWED = "module_reviewed"
COMMENTED = "module_commented"
PUBLISHED, NOT_PUBLISHED = "module_published", "module_not_published"
PAST_REVIEW = "module_past_review"
BROKEN_LINK = "module_broken_link"
REPLACED = "module_replaced"
WAITING = "waiting"
"""One message for all that somebody has to review: it counts them when it is read."""
LONGEST_QUOTE = 300


def tell_reviewers(review: ModuleReview, *, as_of: datetime) -> None:
    """Tell those who are asked to review a module, unless they are told of others already."""
    asked = asked_to_review(waiting_reviews().filter(pk=review.pk), _who_may())
    people = Person.objects.filter(pk__in=[pk for pk, reviews in asked.items() if reviews])
    notify_all(new=[New(one, REVIEW_ASKED, {}, WAITING) for one in people], as_of=as_of)


def settle_reviews(*, as_of: datetime) -> None:
    """Take the message out of the inbox of everybody who has nothing left to review."""
    asked = asked_to_review(waiting_reviews(), _who_may())
    done = [(pk, WAITING) for pk, reviews in asked.items() if not reviews]
    settle_all(kind=REVIEW_ASKED, keys=done, as_of=as_of)


def tell_of_outcome(review: ModuleReview, *, as_of: datetime) -> None:
    """Tell whoever sent a module for review that it was approved, or sent back."""
    if review.submitted_by is not None:
        new = New(review.submitted_by, REVIEWED, {"review": review.pk}, f"{review.pk}")
        notify_all(new=[new], as_of=as_of)


def tell_of_comment(comment: ReviewComment, people: Sequence[Person], *, as_of: datetime) -> None:
    """Tell some people, but for whoever wrote it, of a comment."""
    others = [one for one in people if one.pk != comment.written_by_id]
    new = [New(one, COMMENTED, {"comment": comment.pk}, f"{comment.pk}") for one in others]
    notify_all(new=new, as_of=as_of)


def tell_of_publication(row: ScheduledPublication, *, as_of: datetime) -> None:
    """Tell whoever set the time, and the author, that a module was published."""
    people = {one.pk: one for one in (row.set_by, row.module.author) if one is not None}
    key = f"{row.module_id}:{row.set_at.isoformat()}"
    new = [New(one, PUBLISHED, {"module": row.module_id}, key) for one in people.values()]
    notify_all(new=new, as_of=as_of)


def tell_of_problem(row: ScheduledPublication, *, as_of: datetime) -> None:
    """Tell whoever set the time, or the author, that a module could not be published."""
    somebody = row.set_by or row.module.author
    if somebody is not None:
        new = New(somebody, NOT_PUBLISHED, {"module": row.module_id}, f"{row.module_id}")
        notify_all(new=[new], as_of=as_of)


def settle_problem(row: ScheduledPublication, *, as_of: datetime) -> None:
    """Take what was told of a problem out of the inbox: it was published after all."""
    people = [one for one in (row.set_by, row.module.author) if one is not None]
    settle_all(kind=NOT_PUBLISHED, keys=[(one.pk, f"{row.module_id}") for one in people], as_of=as_of)


def tell_past_review(row: ModuleOwner, *, as_of: datetime) -> None:
    """Tell the owner of a module, else its author, else HR, that it is time to look at it again."""
    people = _who_answers(row.owner, row.module.author)
    new = [New(one, PAST_REVIEW, {"module": row.module_id}, f"{row.module_id}") for one in people]
    notify_all(new=new, as_of=as_of)


def tell_of_broken_link(link: CheckedLink, modules: Sequence[Module], *, as_of: datetime) -> None:
    """Tell whoever answers for modules that an address which they link to does not answer any more."""
    rows = ModuleOwner.objects.filter(module__in=modules).select_related("owner")
    owners = {row.module_id: row.owner for row in rows}
    new = [
        New(one, BROKEN_LINK, {"module": module.pk, "link": link.pk}, f"{module.pk}:{link.pk}:{as_of:%Y%m%d}")
        for module in modules
        for one in _who_answers(owners.get(module.pk), module.author)
    ]
    notify_all(new=new, as_of=as_of)


def _who_answers(owner: Person | None, author: Person | None) -> list[Person]:
    """The owner of a module, else its author, else HR."""
    able = [one for one in (owner, author) if one is not None and one.is_active]
    return able[:1] or list(Person.objects.filter(is_hr_admin=True, is_active=True).order_by("pk"))


def settle_past_review(row: ModuleOwner, *, as_of: datetime) -> None:
    """Take what was told of a review date out of everybody's inbox: somebody has looked at the module."""
    told = Message.objects.open().filter(kind=PAST_REVIEW, idempotency_key=f"{row.module_id}")
    settle_messages(message_ids=list(told.values_list("pk", flat=True)), as_of=as_of)


def tell_of_replaced(*, update_id: int, modules: Sequence[Module], as_of: datetime) -> None:
    """Tell the owners of modules, else their authors, that a product update has marked them as outdated."""
    owned = ModuleOwner.objects.filter(module__in=modules, owner__is_active=True).select_related("owner")
    owners = {row.module_id: row.owner for row in owned}
    able = [owners.get(one.pk) or one.author for one in modules]
    people = {one.pk: one for one in able if one is not None and one.is_active}
    if None in able:
        people |= {one.pk: one for one in Person.objects.filter(is_hr_admin=True, is_active=True)}
    refs, key = {"update": update_id}, f"{update_id}"
    notify_all(new=[New(one, REPLACED, refs, key) for one in people.values()], as_of=as_of)


def settle_replaced(*, as_of: datetime) -> None:
    """Take out of everybody's inbox the product updates of which nothing waits any more."""
    waiting = {f"{pk}" for pk in ReplacedModule.objects.waiting().values_list("update", flat=True)}
    told = Message.objects.open().filter(kind=REPLACED).exclude(idempotency_key__in=waiting)
    settle_messages(message_ids=list(told.values_list("pk", flat=True)), as_of=as_of)


def render_replaced(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an owner reads of modules that a product update has marked, until all are dealt with."""
    rows = ReplacedModule.objects.waiting().filter(update__in={one.refs["update"] for one in notices})
    waiting: dict[int, list[ReplacedModule]] = {}
    for row in rows.select_related("update__module", "module__ownership").order_by("module__title"):
        waiting.setdefault(row.update_id, []).append(row)
    return [_replaced(one.receiver, waiting.get(one.refs["update"], [])) for one in notices]


def render_publications(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What is read of modules that were published at their time."""
    found = Module.objects.published().in_bulk({one.refs["module"] for one in notices})
    return [_published(found.get(one.refs["module"])) for one in notices]


def render_problems(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What is read of modules that could not be published; nothing of one whose time was set anew."""
    rows = ScheduledPublication.objects.exclude(problem="").select_related("module")
    found = {row.module_id: row for row in rows.filter(module__in={one.refs["module"] for one in notices})}
    return [_not_published(found.get(one.refs["module"])) for one in notices]


def render_past_review(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an owner reads of modules whose review date has come, until somebody has looked at them."""
    today = local_day(timezone.now(), settings.TIME_ZONE)
    rows = ModuleOwner.objects.past_review(today).filter(module__status=Module.Status.PUBLISHED)
    of_these = rows.filter(module__in={one.refs["module"] for one in notices}).select_related("module")
    found = {row.module_id: row for row in of_these}
    return [_past_review(found.get(one.refs["module"])) for one in notices]


def render_broken_links(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an owner reads of a link that does not work, until it does, or the module has it no more."""
    links = CheckedLink.objects.exclude(problem="").in_bulk({one.refs["link"] for one in notices})
    modules = Module.objects.published().in_bulk({one.refs["module"] for one in notices})
    return [_broken(modules.get(one.refs["module"]), links.get(one.refs["link"])) for one in notices]


def _broken(module: Module | None, link: CheckedLink | None) -> Rendered | None:
    if module is None or link is None or link.url not in links_of_module(module):
        return None
    return Rendered(
        title=_("A link in “%(module)s” does not work any more") % {"module": module},
        body=f"{link.url}: {link.problem}",
        url=reverse("content:edit", args=[module.public_id]),
        action=_("Correct the link"),
    )


def _published(module: Module | None) -> Rendered | None:
    if module is None:
        return None
    return Rendered(
        title=_("“%(module)s” is published, as scheduled") % {"module": module},
        url=reverse("content:module", args=[module.public_id]),
        action=_("See the module"),
    )


def _not_published(row: ScheduledPublication | None) -> Rendered | None:
    if row is None:
        return None
    return Rendered(
        title=_("“%(module)s” was not published as scheduled") % {"module": row.module},
        body=row.problem,
        url=reverse("content:review", args=[row.module.public_id]),
        action=_("See what is missing"),
    )


def _past_review(row: ModuleOwner | None) -> Rendered | None:
    if row is None or row.review_on is None:
        return None
    day = date_format(row.review_on, "j M Y")
    return Rendered(
        title=_("Is “%(module)s” still right?") % {"module": row.module},
        body=_("It was to be looked at again on %(day)s.") % {"day": day},
        url=reverse("content:owner", args=[row.module.public_id]),
        action=_("Look at the module"),
    )


def _replaced(receiver: Person, rows: Sequence[ReplacedModule]) -> Rendered | None:
    if not receiver.is_hr_admin:
        rows = [one for one in rows if receiver.pk in (one.module.author_id, _owner_id(one.module))]
    if not rows:
        return None
    told = {"update": rows[0].update.module, "module": rows[0].module, "count": len(rows)}
    title = ngettext(
        "“%(update)s” has outdated “%(module)s”", "“%(update)s” has outdated %(count)s modules", len(rows)
    )
    return Rendered(
        title=title % told,
        body=_("Change what it says, or say that it is still right: learners have it again then."),
        url=reverse("content:replaced", args=[rows[0].update.module.public_id]),
        action=ngettext("Look at the module", "Look at the modules", len(rows)),
    )


def _owner_id(module: Module) -> int | None:
    ownership = getattr(module, "ownership", None)
    return ownership.owner_id if ownership is not None else None


def render_reviews(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a reviewer reads of modules that wait for them by now."""
    asked = asked_to_review(waiting_reviews(), _who_may())
    return [_to_review(asked.get(notice.receiver.pk, [])) for notice in notices]


def render_outcomes(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an author reads of a review that was decided."""
    rows = ModuleReview.objects.filter(state__in=[ReviewState.APPROVED, ReviewState.SENT_BACK])
    found = rows.select_related("module", "decided_by").in_bulk({one.refs["review"] for one in notices})
    return [_outcome(found.get(notice.refs["review"])) for notice in notices]


def render_comments(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of a comment; nothing of one that is resolved or gone."""
    rows = ReviewComment.objects.select_related("module", "written_by", "parent")
    found = rows.in_bulk({one.refs["comment"] for one in notices})
    return [_comment(found.get(notice.refs["comment"])) for notice in notices]


def _who_may() -> list[Person]:
    return list(Person.objects.filter(Q(is_author=True) | Q(is_hr_admin=True), is_active=True).order_by("pk"))


def _to_review(reviews: Sequence[ModuleReview]) -> Rendered | None:
    if not reviews:
        return None
    first, count = reviews[0], len(reviews)
    title = ngettext(
        "“%(module)s” is waiting for your review", "%(count)s modules are waiting for your review", count
    )
    names = sorted({str(one.submitted_by) for one in reviews if one.submitted_by is not None})
    sent = _("Sent by %(names)s. Learners have it once you have approved it.") % {"names": ", ".join(names)}
    page = reverse("content:review", args=[first.module.public_id])
    return Rendered(
        title=title % {"module": first.module, "count": count},
        body=sent if names else _("Learners have it once you have approved it."),
        url=page if count == 1 else f"{reverse('content:authoring')}?status=in_review&of=everyone",
        action=ngettext("Review the module", "Review the modules", count),
    )


def _outcome(review: ModuleReview | None) -> Rendered | None:
    if review is None:
        return None
    named = {"module": review.module, "reviewer": review.decided_by or _("A reviewer")}
    if review.state == ReviewState.APPROVED:
        return Rendered(
            title=_("%(reviewer)s has approved “%(module)s”") % named,
            body=review.note,
            url=reverse("content:module", args=[review.module.public_id]),
            action=_("See the module"),
        )
    return Rendered(
        title=_("%(reviewer)s has sent back “%(module)s”") % named,
        body=review.note,
        url=reverse("content:review", args=[review.module.public_id]),
        action=_("See what to change"),
    )


def _comment(comment: ReviewComment | None) -> Rendered | None:
    if comment is None or (comment.parent or comment).resolved_at is not None:
        return None
    named = {"module": comment.module, "who": comment.written_by or _("Somebody")}
    is_answer = comment.parent_id is not None
    title = _("%(who)s has answered a comment on “%(module)s”") if is_answer else None
    top = comment.parent or comment
    return Rendered(
        title=(title or _("%(who)s has commented on “%(module)s”")) % named,
        body=comment.text[:LONGEST_QUOTE],
        url=f"{reverse('content:review', args=[comment.module.public_id])}#{top.public_id}",
        action=_("Read and answer"),
    )


KINDS = [
    Kind(
        key=REVIEW_ASKED,
        title=gettext_lazy("Modules to review"),
        description=gettext_lazy("Another author has written a module, which needs a second reader."),
        render=render_reviews,
        is_act=True,
    ),
    Kind(
        key=REVIEWED,
        title=gettext_lazy("Reviews of your modules"),
        description=gettext_lazy("A module that you sent for review was approved, or sent back."),
        render=render_outcomes,
        is_act=False,
    ),
    Kind(
        key=COMMENTED,
        title=gettext_lazy("Comments on modules"),
        description=gettext_lazy("Somebody has commented on a module of yours, or answered your comment."),
        render=render_comments,
        is_act=False,
    ),
    Kind(
        key=PAST_REVIEW,
        title=gettext_lazy("Modules past their review date"),
        description=gettext_lazy("It is time to look whether a module that you own is still right."),
        render=render_past_review,
        is_act=True,
    ),
    Kind(
        key=BROKEN_LINK,
        title=gettext_lazy("Links that do not work"),
        description=gettext_lazy("An address that a module of yours links to does not answer any more."),
        render=render_broken_links,
        is_act=True,
    ),
    Kind(
        key=REPLACED,
        title=gettext_lazy("Modules outdated by a product update"),
        description=gettext_lazy("A product update replaces what a module that you own says."),
        render=render_replaced,
        is_act=True,
    ),
    Kind(
        key=NOT_PUBLISHED,
        title=gettext_lazy("Modules that were not published as scheduled"),
        description=gettext_lazy("A module that you scheduled could not be published at its time."),
        render=render_problems,
        is_act=True,
    ),
    Kind(
        key=PUBLISHED,
        title=gettext_lazy("Modules published as scheduled"),
        description=gettext_lazy("A module that you wrote or scheduled was published at its time."),
        render=render_publications,
        is_act=False,
    ),
]
