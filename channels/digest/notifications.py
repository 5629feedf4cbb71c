"""The digest as a kind of message: by choice, once a week, instead of the mail with the plan of the week."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.digest.choices import WEEK_DIGEST
from channels.digest.models import WeekDigest
from channels.digest.reports import DigestContents, contents_of, monday_of
from channels.usage.choices import Outcome
from channels.usage.services import count_use
from lifow.base.channels import Channel
from lifow.notifications.registry import Kind, Letter, Notice, Rendered
from lifow.notifications.reports import working_weeks

PLAN_OF_THE_WEEK = "plan_of_the_week"
EMAIL = "email"


def render_digests(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What each digest says by now; nothing of an earlier week, nor where nothing is left to say."""
    now = timezone.now()
    digests = WeekDigest.objects.select_related("question__item__skill", "person").in_bulk(
        {notice.refs["digest"] for notice in notices}
    )
    weeks = working_weeks([notice.receiver for notice in notices], now.date())
    return [
        _digest(digests.get(notice.refs["digest"]), monday_of(weeks[notice.receiver.pk], now), notice, now)
        for notice in notices
    ]


def _digest(digest: WeekDigest | None, monday: object, notice: Notice, now: datetime) -> Rendered | None:
    if digest is None or digest.monday != monday:
        return None
    contents = contents_of(notice.receiver, now, digest=digest)
    return None if contents.is_empty else rendered(contents)


def rendered(contents: DigestContents) -> Rendered:
    """A digest in words: the ways that show no more of it name what it holds."""
    lines = [one.words for one in contents.glance.waiting]
    lines += [one.title for one in contents.steps]
    return Rendered(
        title=_("Your week: %(what)s") % {"what": contents.in_short},
        body="\n".join(lines),
        url=reverse("portal:home"),
        action=_("Open your week"),
        details=contents,
    )


def count_offers(letter: Letter, way: str, as_of: datetime) -> None:
    """Count what a digest that was mailed offers."""
    contents = letter.rendered.details
    if way == EMAIL and isinstance(contents, DigestContents):
        count_use(channel=Channel.MAIL, outcome=Outcome.SHOWN, as_of=as_of, number=contents.offers)


KINDS = [
    Kind(
        key=WEEK_DIGEST,
        title=gettext_lazy("Digest of the week"),
        description=gettext_lazy(
            "Once a week, where your work begins: what waits for you, your plan, and one question that you "
            "answer from the mail. It takes the place of “Plan of the week”."
        ),
        render=render_digests,
        is_act=False,
        by_default=frozenset(),
        is_single=True,
        replaces=frozenset({PLAN_OF_THE_WEEK}),
        after_sending=count_offers,
    ),
]
