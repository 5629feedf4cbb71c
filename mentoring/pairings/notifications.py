"""What the two of a pairing are told: a request and its answer, the end that comes and the end that came."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify, notify_all, settle_all
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leaves_of
from mentoring.choices import HOLDING, ClosingCause
from mentoring.pairings.models import Pairing

REQUEST = "mentor_request"
ANSWER = "mentor_answer"
ENDS_SOON = "pairing_ends_soon"
ENDED = "pairing_ended"
PAUSED = "pairing_paused"
RESUMED = "pairing_resumed"
State = Pairing.State


def tell_of_request(pairing: Pairing, *, as_of: datetime) -> None:
    """Tell the mentor that a learner asks them."""
    refs = {"pairing": pairing.pk}
    notify(person=pairing.mentor, kind=REQUEST, refs=refs, key=pairing.public_id, as_of=as_of)


def settle_requests(pairings: Iterable[Pairing], *, as_of: datetime) -> None:
    """Take requests that are answered, withdrawn or expired out of their mentors' inboxes."""
    settle_all(kind=REQUEST, keys=[(row.mentor_id, row.public_id) for row in pairings], as_of=as_of)


def tell_of_acceptance(pairing: Pairing, *, as_of: datetime) -> None:
    """Tell the learner that the mentor has accepted."""
    settle_requests([pairing], as_of=as_of)
    notify_all(new=[_answer(pairing)], as_of=as_of)


def tell_of_closing(pairings: Iterable[Pairing], *, as_of: datetime, by: Person | None = None) -> None:
    """Tell of pairings that were just closed: of a request the learner, of a current one both but `by`.

    Proposals that nobody asked for close without a word.
    """
    asked = [row for row in pairings if row.asked_at is not None]
    requests = [row for row in asked if row.accepted_at is None]
    settle_requests(requests, as_of=as_of)
    ended = [
        New(person, ENDED, {"pairing": row.pk}, row.public_id)
        for row in asked
        if row.accepted_at is not None
        for person in (row.mentee, row.mentor)
        if person != by
    ]
    notify_all(new=[*map(_answer, requests), *ended], as_of=as_of)


def tell_of_coming_ends(pairings: Iterable[Pairing], *, as_of: datetime) -> int:
    """Tell both people of each current pairing that it ends soon, once for each planned end; how many."""
    new = [
        New(person, ENDS_SOON, {"pairing": row.pk}, f"{row.public_id}:{row.closes_on}")
        for row in pairings
        for person in (row.mentee, row.mentor)
    ]
    return notify_all(new=new, as_of=as_of)


def tell_of_pauses(pairings: Iterable[Pairing], *, as_of: datetime) -> None:
    """Tell both people of each pairing that was just paused, because one of them is on leave."""
    notify_all(
        new=[_of_pause(PAUSED, row, row.paused_on, person) for row, person in _both(pairings)], as_of=as_of
    )


def tell_of_resumptions(pairings: Collection[tuple[Pairing, date]], *, as_of: datetime) -> None:
    """Tell both people of each pairing that goes on again; the day is that since when it was paused."""
    days = {row.pk: day for row, day in pairings}
    both = _both(row for row, _day in pairings)
    settle_all(kind=PAUSED, keys=[(person.pk, _key(row, days[row.pk])) for row, person in both], as_of=as_of)
    notify_all(new=[_of_pause(RESUMED, row, days[row.pk], person) for row, person in both], as_of=as_of)


def _both(pairings: Iterable[Pairing]) -> list[tuple[Pairing, Person]]:
    return [(row, person) for row in pairings for person in (row.mentee, row.mentor)]


def _of_pause(kind: str, row: Pairing, day: date | None, person: Person) -> New:
    return New(person, kind, {"pairing": row.pk}, _key(row, day))


def _key(row: Pairing, day: date | None) -> str:
    return f"{row.public_id}:{day}"


def render_requests(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a mentor reads of requests that wait for an answer; the learner's own words stay on the page."""
    found = Pairing.objects.filter(state=State.ASKED).select_related("mentee").in_bulk(_named(notices))
    return [_request(notice, found.get(notice.refs["pairing"])) for notice in notices]


def render_answers(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a learner reads of an answer, until the pairing has ended or another mentor is asked."""
    found = Pairing.objects.select_related("mentor").in_bulk(_named(notices))
    busy = _with_a_mentor(notices)
    return [_answered(found.get(notice.refs["pairing"]), notice.receiver.pk in busy) for notice in notices]


def render_coming_ends(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What both read of the end of a pairing that comes, while it is a current one."""
    current = Pairing.objects.going_on().filter(closes_on__isnull=False)
    found = current.select_related("mentee", "mentor").in_bulk(_named(notices))
    return [_ends_soon(notice, found.get(notice.refs["pairing"])) for notice in notices]


def render_ends(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What both read of a pairing that has ended; for a learner until another mentor is asked."""
    found = Pairing.objects.select_related("mentee", "mentor", "closed_by").in_bulk(_named(notices))
    busy = _with_a_mentor(notices)
    return [
        _ended(notice, found.get(notice.refs["pairing"]), notice.receiver.pk in busy) for notice in notices
    ]


def render_pauses(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What both read of a pairing that is paused, while it is."""
    found = Pairing.objects.paused().select_related("mentee", "mentor").in_bulk(_named(notices))
    people = {side for row in found.values() for side in (row.mentee_id, row.mentor_id)}
    on_leave = leaves_of(people, timezone.now())
    return [_paused(notice, found.get(notice.refs["pairing"]), on_leave) for notice in notices]


def render_resumptions(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What both read of a pairing that goes on again, while it does."""
    found = Pairing.objects.going_on().select_related("mentee", "mentor").in_bulk(_named(notices))
    return [_resumed(notice, found.get(notice.refs["pairing"])) for notice in notices]


def _named(notices: Iterable[Notice]) -> set[int]:
    return {notice.refs["pairing"] for notice in notices}


def _with_a_mentor(notices: Iterable[Notice]) -> set[int]:
    """Ids of the receivers who have asked a mentor or have one."""
    under_way = Pairing.objects.under_way().filter(mentee__in={notice.receiver.pk for notice in notices})
    return set(under_way.values_list("mentee_id", flat=True))


def _answer(pairing: Pairing) -> New:
    """A message to the learner, one for each pairing: it is answered once."""
    return New(pairing.mentee, ANSWER, {"pairing": pairing.pk}, pairing.public_id)


def _request(notice: Notice, pairing: Pairing | None) -> Rendered | None:
    if pairing is None or pairing.mentor_id != notice.receiver.pk or pairing.expires_at is None:
        return None
    expires_on = date_format(timezone.localtime(pairing.expires_at), "l j F")
    return Rendered(
        title=_("%(name)s asks you to be their mentor") % {"name": pairing.mentee},
        body=_("Read what they want to learn, then accept or decline. The request expires on %(day)s.")
        % {"day": expires_on},
        url=_page_of(pairing),
        action=_("Answer the request"),
    )


def _answered(pairing: Pairing | None, is_busy: bool) -> Rendered | None:
    if pairing is None:
        return None
    if pairing.state in HOLDING:
        return Rendered(
            title=_("%(name)s is your mentor now") % {"name": pairing.mentor},
            body=_("Arrange a first half hour together, and bring a piece of your real work."),
            url=_page_of(pairing),
            action=_("Open the pairing"),
        )
    is_away = pairing.closing_cause == ClosingCause.LEAVE
    expired = _("Your request to %(name)s is closed: one of you is on leave")
    titles = {
        State.DECLINED: _("%(name)s cannot be your mentor now"),
        State.EXPIRED: expired if is_away else _("Your request to %(name)s has expired"),
    }
    if pairing.state not in titles or pairing.accepted_at is not None or is_busy:
        return None
    return Rendered(
        title=titles[State(pairing.state)] % {"name": pairing.mentor},
        body=_("You can ask somebody else now."),
        url=reverse("mentoring:mentoring"),
        action=_("Find another mentor"),
    )


def _ends_soon(notice: Notice, pairing: Pairing | None) -> Rendered | None:
    if pairing is None or pairing.closes_on is None:
        return None
    is_learner = notice.receiver == pairing.mentee
    return Rendered(
        title=_("Your pairing with %(name)s ends on %(day)s")
        % {
            "name": pairing.mentor if is_learner else pairing.mentee,
            "day": date_format(pairing.closes_on, "j F"),
        },
        body=_("There is time for one more task.")
        if is_learner
        else _("There is time for one more talk, and for feedback on what is handed in."),
        url=_page_of(pairing),
        action=_("Open the pairing"),
    )


def _other(notice: Notice, pairing: Pairing) -> Person:
    return pairing.mentor if notice.receiver == pairing.mentee else pairing.mentee


def _paused(notice: Notice, pairing: Pairing | None, on_leave: Collection[int]) -> Rendered | None:
    if pairing is None:
        return None
    title = _("%(name)s is on leave: your pairing is paused")
    if notice.receiver.pk in on_leave:
        title = _("You are on leave: your pairing with %(name)s is paused")
    return Rendered(
        title=title % {"name": _other(notice, pairing)},
        body=_("Nothing has to be done. It ends as many days later as it is paused."),
        url=_page_of(pairing),
        action=_("Open the pairing"),
    )


def _resumed(notice: Notice, pairing: Pairing | None) -> Rendered | None:
    if pairing is None or pairing.closes_on is None:
        return None
    return Rendered(
        title=_("Your pairing with %(name)s goes on") % {"name": _other(notice, pairing)},
        body=_("You are both back. It ends on %(day)s now.") % {"day": date_format(pairing.closes_on, "j F")},
        url=_page_of(pairing),
        action=_("Open the pairing"),
    )


def _ended(notice: Notice, pairing: Pairing | None, is_busy: bool) -> Rendered | None:
    if pairing is None:
        return None
    is_learner = notice.receiver == pairing.mentee
    if is_learner and is_busy:
        return None
    body = (
        _("You can ask for another mentor when you like.")
        if is_learner
        else _("You can take another learner.")
    )
    return Rendered(
        title=_end_in_words(pairing) % {"name": pairing.mentor if is_learner else pairing.mentee},
        body=body,
        url=_page_of(pairing),
        action=_("Read the note") if pairing.closing_note else _("Open the pairing"),
    )


def _end_in_words(pairing: Pairing) -> str:
    """Who of the two has closed it; anybody else, or time, is not named."""
    if pairing.closed_by_id in (pairing.mentee_id, pairing.mentor_id):
        if pairing.state == State.COMPLETED:
            return _("%(name)s has completed your pairing")
        return _("%(name)s has ended your pairing")
    return _("Your pairing with %(name)s has ended")


def _page_of(pairing: Pairing) -> str:
    return reverse("mentoring:pairing", args=[pairing.public_id])


KINDS = [
    Kind(
        key=REQUEST,
        title=gettext_lazy("Requests to you as a mentor"),
        description=gettext_lazy("A learner asks you to be their mentor."),
        render=render_requests,
        is_act=True,
    ),
    Kind(
        key=ANSWER,
        title=gettext_lazy("Mentors’ answers"),
        description=gettext_lazy("A mentor accepts or declines your request, or it expires."),
        render=render_answers,
        is_act=False,
    ),
    Kind(
        key=ENDS_SOON,
        title=gettext_lazy("Pairings that end soon"),
        description=gettext_lazy("A week before one of your pairings ends."),
        render=render_coming_ends,
        is_act=False,
    ),
    Kind(
        key=ENDED,
        title=gettext_lazy("Pairings that ended"),
        description=gettext_lazy("One of your pairings is completed or ended."),
        render=render_ends,
        is_act=False,
    ),
    Kind(
        key=PAUSED,
        title=gettext_lazy("Pairings that are paused"),
        description=gettext_lazy("You or the other goes on leave."),
        render=render_pauses,
        is_act=False,
    ),
    Kind(
        key=RESUMED,
        title=gettext_lazy("Pairings that go on"),
        description=gettext_lazy("You are both back from leave."),
        render=render_resumptions,
        is_act=False,
    ),
]
