"""What is told of checklists: one waits for a sign-off, and what came of it."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.kinds.checklist.choices import CopyState
from content.kinds.checklist.models import ChecklistCopy
from content.kinds.checklist.reports import signers_of
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify, notify_all, settle, settle_all
from lifow.people.persons.models import Person

TO_SIGN_OFF = "checklist_to_sign_off"
SIGNED_OFF = "checklist_signed_off"
SENT_BACK = "checklist_sent_back"


def tell_to_sign_off(copy: ChecklistCopy, signers: Sequence[Person], *, as_of: datetime) -> None:
    """Tell those who can sign a checklist off that it waits for one of them."""
    settle(person=copy.person, kind=SENT_BACK, key=copy.public_id, as_of=as_of)
    new = [New(one, TO_SIGN_OFF, {"checklist": copy.pk}, copy.public_id) for one in signers]
    notify_all(new=new, as_of=as_of)


def settle_sign_off(copy: ChecklistCopy, *, as_of: datetime) -> None:
    """It waits for nobody any more; whoever else was told is seen to by the sweep."""
    keys = [(one.pk, copy.public_id) for one in signers_of(copy.person, copy.asked_of)]
    settle_all(kind=TO_SIGN_OFF, keys=keys, as_of=as_of)


def tell_of_answer(copy: ChecklistCopy, *, as_of: datetime) -> None:
    """Tell the learner that the checklist is signed off or sent back."""
    settle_sign_off(copy, as_of=as_of)
    kind = SIGNED_OFF if copy.is_signed_off else SENT_BACK
    refs = {"checklist": copy.pk}
    notify(person=copy.person, kind=kind, refs=refs, key=copy.public_id, as_of=as_of)


def render_to_sign_off(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a manager or a mentor reads of a checklist while it waits for them."""
    receivers = {notice.receiver.pk: notice.receiver for notice in notices}
    waiting = {
        (receiver.pk, pk): copy
        for receiver in receivers.values()
        for pk, copy in _waiting(receiver, notices).items()
    }
    return [_to_sign_off(waiting.get((one.receiver.pk, one.refs["checklist"]))) for one in notices]


def _waiting(receiver: Person, notices: Sequence[Notice]) -> dict[int, ChecklistCopy]:
    named = {one.refs["checklist"] for one in notices if one.receiver.pk == receiver.pk}
    rows = ChecklistCopy.objects.waiting_for(receiver).filter(pk__in=named)
    return {one.pk: one for one in rows.select_related("person", "module")}


def _to_sign_off(copy: ChecklistCopy | None) -> Rendered | None:
    if copy is None:
        return None
    return Rendered(
        title=_("%(name)s is waiting for your sign-off: %(module)s")
        % {"name": copy.person, "module": copy.module},
        body=_("All lines of the checklist are ticked. Sign it off, or send it back with a few words."),
        url=reverse("content:sign_off", args=[copy.public_id]),
        action=_("Look at the checklist"),
    )


def render_answers(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What a learner reads of a sign-off, or of a checklist that came back."""
    rows = ChecklistCopy.objects.filter(pk__in={one.refs["checklist"] for one in notices})
    found = rows.select_related("answered_by", "module").in_bulk()
    return [_answer(one, found.get(one.refs["checklist"])) for one in notices]


def _answer(notice: Notice, copy: ChecklistCopy | None) -> Rendered | None:
    if copy is None or copy.person_id != notice.receiver.pk:
        return None
    said = {"name": copy.answered_by or _("Somebody"), "module": copy.module}
    if copy.state == CopyState.SIGNED_OFF:
        title = _("%(name)s signed off: %(module)s") % said
    elif copy.state == CopyState.SENT_BACK:
        title = _("%(name)s sent back: %(module)s") % said
    else:
        return None
    return Rendered(
        title=title,
        body=copy.words,
        url=f"{reverse('content:module', args=[copy.module.public_id])}#checklist",
        action=_("Open the checklist"),
    )


KINDS = [
    Kind(
        key=TO_SIGN_OFF,
        title=gettext_lazy("Checklists to sign off"),
        description=gettext_lazy("Somebody has ticked all lines of a checklist that you sign off."),
        render=render_to_sign_off,
        is_act=True,
    ),
    Kind(
        key=SENT_BACK,
        title=gettext_lazy("Checklists that were sent back"),
        description=gettext_lazy("Your manager or mentor sends a checklist back with a few words."),
        render=render_answers,
        is_act=True,
    ),
    Kind(
        key=SIGNED_OFF,
        title=gettext_lazy("Checklists that were signed off"),
        description=gettext_lazy("Your manager or mentor signs a checklist off."),
        render=render_answers,
        is_act=False,
    ),
]
