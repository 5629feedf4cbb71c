"""What is told of help now: who needs it, who has taken it, that nobody had time, and words to agree to."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.notifications.models import Message
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_messages
from lifow.people.persons.models import Person
from mentoring.help.choices import HelpState
from mentoring.help.models import HelpRequest

WANTED, TAKEN, TO_AGREE = "help_wanted", "help_taken", "help_to_agree"


def tell_wanted(request: HelpRequest, people: Iterable[Person], *, as_of: datetime) -> None:
    """Tell people that somebody needs help now. They are at work: it does not wait."""
    _tell(request, people, WANTED, as_of)


def settle_wanted(request: HelpRequest, *, as_of: datetime, but: int = 0) -> None:
    """Help is wanted of nobody any more, or of nobody `but` this person."""
    told = Message.objects.open().filter(kind=WANTED, idempotency_key=f"{request.pk}")
    ids = list(told.exclude(receiver=but).values_list("pk", flat=True))
    settle_messages(message_ids=ids, as_of=as_of)


def tell_asker(request: HelpRequest, *, as_of: datetime) -> None:
    """Tell whoever asked that somebody has taken it, or that nobody had time."""
    if request.person is not None:
        _tell(request, [request.person], TAKEN, as_of)


def tell_to_agree(request: HelpRequest, person: Person, *, as_of: datetime) -> None:
    """Tell one of the two that the other has written down what others are to read."""
    _tell(request, [person], TO_AGREE, as_of)


def settle_to_agree(request: HelpRequest, *, as_of: datetime) -> None:
    """What others are to read is agreed."""
    told = Message.objects.open().filter(kind=TO_AGREE, idempotency_key=f"{request.pk}")
    settle_messages(message_ids=list(told.values_list("pk", flat=True)), as_of=as_of)


def render_wanted(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of whom help is wanted, as long as nobody else has taken it."""
    found = _requests(notices)
    return [_wanted(found.get(one.refs["request"]), one) for one in notices]


def render_taken(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What whoever asked reads."""
    found = _requests(notices)
    return [_taken(found.get(one.refs["request"])) for one in notices]


def render_to_agree(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What one of the two reads who has to agree to the other's words."""
    found = _requests(notices)
    return [_to_agree(found.get(one.refs["request"])) for one in notices]


def _tell(request: HelpRequest, people: Iterable[Person], kind: str, as_of: datetime) -> None:
    new = [New(one, kind, {"request": request.pk}, f"{request.pk}") for one in people]
    notify_all(new=new, as_of=as_of)


def _requests(notices: Sequence[Notice]) -> dict[int, HelpRequest]:
    rows = HelpRequest.objects.now().select_related("person", "claimed_by", "skill")
    return rows.in_bulk({one.refs["request"] for one in notices})


def _wanted(request: HelpRequest | None, notice: Notice) -> Rendered | None:
    if request is None or not request.is_open:
        return None
    if request.state == HelpState.CLAIMED and request.claimed_by_id != notice.receiver.pk:
        return None
    about = _("It is about %(skill)s.") % {"skill": request.skill} if request.skill else ""
    return Rendered(
        title=_("%(who)s needs help now: %(about)s") % {"who": request.person, "about": request},
        body=about,
        url=_page_of(request),
        action=_("Help"),
    )


def _taken(request: HelpRequest | None) -> Rendered | None:
    if request is None:
        return None
    if request.state == HelpState.CLAIMED and request.claimed_by is not None:
        title = _("%(who)s helps you: %(about)s") % {"who": request.claimed_by, "about": request}
        return Rendered(title=title, url=_page_of(request), action=_("Go there"))
    if request.state == HelpState.UNANSWERED:
        title = _("Nobody had time now: %(about)s") % {"about": request}
        body = _("Ask it as a question: it goes round until somebody answers.")
        return Rendered(title=title, body=body, url=_page_of(request), action=_("Ask as a question"))
    return None


def _to_agree(request: HelpRequest | None) -> Rendered | None:
    if request is None or not request.is_open:
        return None
    return Rendered(
        title=_("May others read this answer? %(about)s") % {"about": request.draft_title or request},
        body=_("The next person with this question finds it, once you have agreed."),
        url=reverse("portal:close_help", args=[request.public_id]),
        action=_("Look at it"),
    )


def _page_of(request: HelpRequest) -> str:
    return reverse("mentoring:help", args=[request.public_id])


KINDS = [
    Kind(
        key=WANTED,
        title=gettext_lazy("Help that is wanted now"),
        description=gettext_lazy(
            "Somebody is stuck in what you are good at. You are asked in your hours only."
        ),
        render=render_wanted,
        is_act=True,
        must_not_wait=True,
    ),
    Kind(
        key=TAKEN,
        title=gettext_lazy("Help that you asked for"),
        description=gettext_lazy("Somebody helps you now, or nobody had time."),
        render=render_taken,
        is_act=False,
        must_not_wait=True,
    ),
    Kind(
        key=TO_AGREE,
        title=gettext_lazy("Answers to agree to"),
        description=gettext_lazy("What came of a conversation is written down for others, once you agree."),
        render=render_to_agree,
        is_act=True,
    ),
]
