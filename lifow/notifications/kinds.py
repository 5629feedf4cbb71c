"""The kinds of message that are about messages themselves."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.notifications.models import PausedAddress
from lifow.notifications.registry import Kind, Notice, Rendered

TEST_MESSAGE = "test_message"
EMAIL_PAUSED = "email_paused"


def render_test_messages(notices: Sequence[Notice]) -> list[Rendered | None]:
    """Always the same: it proves that mails arrive, and shows what they look like."""
    rendered = Rendered(
        title=_("This is how messages reach you"),
        body=_(
            "You asked for it in your settings. Messages come in your working hours only, and never while "
            "you are on leave."
        ),
        url=reverse("notifications:settings"),
        action=_("Change hours and notifications"),
    )
    return [rendered for _notice in notices]


def render_paused_addresses(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What is wrong with the address, while it is both paused and still the person's own."""
    paused = {
        one.person_id: one
        for one in PausedAddress.objects.filter(person__in=[notice.receiver for notice in notices])
    }
    return [_paused(notice, paused.get(notice.receiver.pk)) for notice in notices]


def _paused(notice: Notice, paused: PausedAddress | None) -> Rendered | None:
    if paused is None or paused.address != (notice.receiver.email or "").lower():
        return None
    return Rendered(
        title=_("We no longer send you email"),
        body=_(
            "Mails to %(address)s came back, or one was reported as spam. If the address is wrong, HR can "
            "correct it; if it works, use it again in your settings."
        )
        % {"address": notice.receiver.email},
        url=reverse("notifications:settings"),
        action=_("Open my settings"),
    )


KINDS = [
    Kind(
        key=TEST_MESSAGE,
        title=gettext_lazy("Test messages"),
        description=gettext_lazy("What you ask for in your settings, to see that it arrives."),
        render=render_test_messages,
        is_act=False,
        by_default=frozenset({"email", "push", "slack"}),
        may_be_off=False,
    ),
    Kind(
        key=EMAIL_PAUSED,
        title=gettext_lazy("Email that does not arrive"),
        description=gettext_lazy("Mails to your address came back."),
        render=render_paused_addresses,
        is_act=True,
        by_default=frozenset(),
        may_be_off=False,
    ),
]
