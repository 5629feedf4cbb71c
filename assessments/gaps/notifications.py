"""What people are told of their evidence: that it expires soon."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.gaps.reports.expiring import Expiring, still_expiring
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all
from lifow.people.persons.models import Person

EXPIRES = "evidence_expires"


def tell_of_expiring_evidence(expiring: Iterable[Expiring], *, as_of: datetime) -> int:
    """Tell each person of evidence that expires, once a piece; how many messages are new."""
    rows = [one.evidence for one in expiring]
    new = [New(row.person, EXPIRES, {"evidence": row.pk}, row.public_id) for row in rows]
    return notify_all(new=new, as_of=as_of)


def render_expiring(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of evidence that expires, until there is newer evidence or it has expired."""
    ids = {notice.refs["evidence"] for notice in notices}
    found = still_expiring(evidence_ids=ids, as_of=timezone.now())
    return [_expires(notice.receiver, found.get(notice.refs["evidence"])) for notice in notices]


def _expires(receiver: Person, one: Expiring | None) -> Rendered | None:
    if one is None or one.evidence.person_id != receiver.pk:
        return None
    named = {
        "skill": one.evidence.skill,
        "observed": date_format(timezone.localtime(one.evidence.observed_at), "j F Y"),
        "day": date_format(one.counts_until, "j F Y"),
    }
    return Rendered(
        title=_("Your evidence of %(skill)s counts until %(day)s") % named,
        body=_("Your role needs the skill, and your newest evidence is from %(observed)s.") % named,
        url=reverse("portal:rate", args=[one.evidence.skill.public_id]),
        action=_("Rate yourself in %(skill)s") % named,
    )


KINDS = [
    Kind(
        key=EXPIRES,
        title=gettext_lazy("Evidence that expires"),
        description=gettext_lazy(
            "A month before the newest evidence of a skill that your role needs expires."
        ),
        render=render_expiring,
        is_act=False,
    ),
]
