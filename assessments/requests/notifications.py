"""What is told of ratings that somebody has to give: those that were asked for, one message for all that were
asked at once, and self-ratings to confirm."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.evidence.choices import TO_CONFIRM
from assessments.evidence.models import Evidence
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.reports import ratings_to_confirm, unanswered_self_ratings
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_all
from lifow.people.persons.models import Person

ASKED = "ratings_asked"
MOST_NAMED = 3


def tell_of_requests(batch: RequestBatch, asked: Iterable[Person], *, as_of: datetime) -> None:
    """Tell each of those who are asked, once for all that the batch asks of them."""
    new = [New(person, ASKED, {"batch": batch.pk}, batch.public_id) for person in asked]
    notify_all(new=new, as_of=as_of)


def settle_answered(requests: Iterable[RatingRequest], *, as_of: datetime) -> None:
    """Take what was asked out of the inbox of whoever has nothing left to answer of the same batch."""
    told = {(one.asked_id, one.batch_id) for one in requests if one.batch_id is not None}
    if not told:
        return
    left = RatingRequest.objects.open().filter(
        asked__in={asked for asked, _batch in told}, batch__in={batch for _asked, batch in told}
    )
    done = told - set(left.values_list("asked_id", "batch_id"))
    batches = RequestBatch.objects.in_bulk({batch for _asked, batch in done if batch})
    keys = [(asked, batches[batch].public_id) for asked, batch in done if batch]
    settle_all(kind=ASKED, keys=keys, as_of=as_of)


def settle_confirmation(manager: Person, person: Person, *, as_of: datetime) -> None:
    """Take the ratings of one person to confirm out of the manager's inbox, if none is left."""
    if not unanswered_self_ratings(manager).filter(person=person).exists():
        settle_all(kind=TO_CONFIRM, keys=[(manager.pk, person.public_id)], as_of=as_of)


def render_requests(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of ratings that they are asked for, while any of them is open."""
    rows = RatingRequest.objects.open().filter(
        asked__in={notice.receiver.pk for notice in notices},
        batch__in={notice.refs["batch"] for notice in notices},
        skill__retired_at__isnull=True,
    )
    asked: dict[tuple[int, int | None], list[RatingRequest]] = defaultdict(list)
    for one in rows.select_related("person", "skill", "asked_by").order_by("pk"):
        asked[one.asked_id, one.batch_id].append(one)
    return [_asked(asked[notice.receiver.pk, notice.refs["batch"]]) for notice in notices]


def render_confirmations(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a manager reads of the self-ratings of a direct report; the levels stay on the page."""
    waiting = _to_confirm_of({notice.refs["person"] for notice in notices})
    return [_to_confirm(waiting[notice.receiver.pk, notice.refs["person"]]) for notice in notices]


def _to_confirm_of(person_ids: Collection[int]) -> Mapping[tuple[int, int], list[Evidence]]:
    """Self-ratings to confirm by manager and person."""
    waiting: dict[tuple[int, int], list[Evidence]] = defaultdict(list)
    rows = ratings_to_confirm(person_ids).select_related("person", "skill")
    for one in rows.order_by("observed_at", "pk"):
        waiting[vars(one)["manager_id"], one.person_id].append(one)
    return waiting


def _asked(requests: Sequence[RatingRequest]) -> Rendered | None:
    if not requests:
        return None
    first, count = requests[0], len(requests)
    named = {"asker": first.asked_by, "name": first.person, "skill": first.skill, "count": count}
    until = date_format(timezone.localtime(first.expires_at), "l j F")
    return Rendered(
        title=_title(requests) % named,
        body=_body(requests) % {"day": until},
        url=f"{reverse('portal:ratings')}?rating={first.public_id}",
        action=_action(requests),
    )


def _is_test(requests: Sequence[RatingRequest]) -> bool:
    return all(one.source == RatingRequest.Source.TEST for one in requests)


def _body(requests: Sequence[RatingRequest]) -> str:
    if _is_test(requests):
        return _("A few questions tell your level. Answer them by %(day)s.")
    return _("Give the level that you have seen, or say that you cannot judge it, by %(day)s.")


def _action(requests: Sequence[RatingRequest]) -> str:
    if _is_test(requests):
        return _("Answer the questions")
    return ngettext("Give the rating", "Give the ratings", len(requests))


def _title(requests: Sequence[RatingRequest]) -> str:
    first, count = requests[0], len(requests)
    # What somebody asked of a former manager may come to themselves, and HR may ask themselves too.
    is_named = first.asked_by is not None and first.asked_by_id != first.asked_id
    if _is_test(requests):
        return _title_of_test(count, is_named=is_named)
    if all(one.source == RatingRequest.Source.SELF for one in requests):
        if is_named:
            return ngettext(
                "%(asker)s asks you to rate yourself in %(skill)s",
                "%(asker)s asks you to rate yourself in %(count)s skills",
                count,
            )
        return ngettext("Rate yourself in %(skill)s", "Rate yourself in %(count)s skills", count)
    if is_named:
        return ngettext(
            "%(asker)s asks you to rate %(name)s in %(skill)s",
            "%(asker)s asks you for %(count)s ratings",
            count,
        )
    return ngettext("Please rate %(name)s in %(skill)s", "%(count)s ratings are asked of you", count)


def _title_of_test(count: int, *, is_named: bool) -> str:
    if is_named:
        return ngettext(
            "%(asker)s asks you to answer a few questions on %(skill)s",
            "%(asker)s asks you to answer a few questions on %(count)s skills",
            count,
        )
    return ngettext(
        "Answer a few questions on %(skill)s", "Answer a few questions on %(count)s skills", count
    )


def _to_confirm(waiting: Sequence[Evidence]) -> Rendered | None:
    if not waiting:
        return None
    first, count = waiting[0], len(waiting)
    title = ngettext(
        "%(name)s asks you to confirm a rating in %(skill)s",
        "%(name)s asks you to confirm %(count)s ratings",
        count,
    )
    return Rendered(
        title=title % {"name": first.person, "skill": first.skill, "count": count},
        body=_what_to_confirm([str(one.skill) for one in waiting]),
        url=f"{reverse('portal:ratings')}?rating={first.public_id}",
        action=ngettext("Confirm the rating", "Confirm the ratings", count),
    )


def _what_to_confirm(skills: Sequence[str]) -> str:
    """What the manager does, and, where the title does not name the skill, in which skills."""
    if len(skills) == 1:
        return _("Give the level that you have seen; then you both see what the other said.")
    shown, more = list(skills[:MOST_NAMED]), len(skills) - MOST_NAMED
    if more > 0:
        shown.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    # Names of skills have an “and” of their own.
    named = {"skills": ", ".join(shown)}
    return _("%(skills)s. Give each level that you have seen; then you both see what the other said.") % named


KINDS = [
    Kind(
        key=ASKED,
        title=gettext_lazy("Ratings asked of you"),
        description=gettext_lazy("HR or a manager needs a level that you can judge."),
        render=render_requests,
        is_act=True,
    ),
    Kind(
        key=TO_CONFIRM,
        title=gettext_lazy("Ratings to confirm"),
        description=gettext_lazy("Somebody who reports to you has rated themselves."),
        render=render_confirmations,
        is_act=True,
    ),
]
