"""What is told of contests: HR that one waits, the rater what HR decided. No number is told."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.raters.choices import ContestState
from assessments.raters.models import SeverityContest
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_all
from lifow.people.persons.models import Person

CONTESTED = "severity_contested"
DECIDED = "severity_decided"


def tell_of_contest(contest: SeverityContest, *, as_of: datetime) -> None:
    """Tell those of HR who may decide."""
    notify_all(
        new=[New(one, CONTESTED, {"contest": contest.pk}, str(contest.pk)) for one in _deciding(contest)],
        as_of=as_of,
    )


def settle_contest(contest: SeverityContest, *, as_of: datetime) -> None:
    """Take a contest that is decided out of the inboxes of HR."""
    keys = [(one.pk, str(contest.pk)) for one in _deciding(contest)]
    settle_all(kind=CONTESTED, keys=keys, as_of=as_of)


def tell_of_decision(contest: SeverityContest, *, as_of: datetime) -> None:
    """Tell the rater; a later decision about the same contest is told again."""
    key = f"{contest.pk}:{contest.state}"
    notify_all(new=[New(contest.rater, DECIDED, {"contest": contest.pk}, key)], as_of=as_of)


def render_contests(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What HR reads of contests while they are open."""
    found = _contests(notices)
    return [_contested(notice.receiver, found.get(notice.refs["contest"])) for notice in notices]


def render_decisions(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What raters read of what HR decided about them."""
    found = _contests(notices)
    return [_decided(notice.receiver, found.get(notice.refs["contest"])) for notice in notices]


def _deciding(contest: SeverityContest) -> list[Person]:
    return list(Person.objects.filter(is_hr_admin=True, is_active=True).exclude(pk=contest.rater_id))


def _contests(notices: Sequence[Notice]) -> dict[int, SeverityContest]:
    ids = {notice.refs["contest"] for notice in notices}
    return SeverityContest.objects.select_related("rater", "decided_by").in_bulk(ids)


def _contested(receiver: Person, contest: SeverityContest | None) -> Rendered | None:
    if contest is None or contest.state != ContestState.OPEN or not receiver.is_hr_admin:
        return None
    return Rendered(
        title=_("%(name)s contests how their ratings compare") % {"name": contest.rater},
        body=_("Until you decide, the difference is not taken off their ratings."),
        url=reverse("portal:rater", args=[contest.rater.public_id]),
        action=_("Read and decide"),
    )


def _decided(receiver: Person, contest: SeverityContest | None) -> Rendered | None:
    if contest is None or contest.rater_id != receiver.pk or contest.state == ContestState.OPEN:
        return None
    if contest.state == ContestState.UPHELD:
        title = _("Your ratings count as you gave them")
    else:
        title = _("HR has decided how your ratings count")
    return Rendered(
        title=title,
        body=contest.note,
        url=reverse("portal:ratings_compared"),
        action=_("See how they compare"),
    )


KINDS = [
    Kind(
        key=CONTESTED,
        title=gettext_lazy("Contested comparisons of ratings"),
        description=gettext_lazy("A rater contests how their ratings compare with others’. For HR admins."),
        render=render_contests,
        is_act=True,
    ),
    Kind(
        key=DECIDED,
        title=gettext_lazy("How your ratings count"),
        description=gettext_lazy("HR has decided about the difference of your ratings from others’."),
        render=render_decisions,
        is_act=False,
    ),
]
