"""What HR admins are told when what somebody may do is changed by hand, or how they sign in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.events.types import RightsChanged
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all
from lifow.people.persons.models import Person

RIGHTS_CHANGED = "rights_changed"
GIVEN, TAKEN = 1, -1
# In the order in which they are named.
WORDS = {
    "is_superuser": gettext_lazy("every right"),
    "is_hr_admin": gettext_lazy("HR admin"),
    "is_staff": gettext_lazy("the admin"),
    "is_author": gettext_lazy("content author"),
}
# What is said in a sentence of its own.
SENTENCES = {
    "groups": gettext_lazy("%(by)s has changed the groups that %(person)s is in."),
    "email": gettext_lazy("%(by)s has changed the address that %(person)s signs in with."),
    "second_step": gettext_lazy(
        "%(by)s has turned two-step sign-in off for %(person)s, who can turn it on again."
    ),
}


def tell_of_rights(event: RightsChanged, *, occurred_at: datetime) -> None:
    """Tell the other HR admins, and the person, what was given and taken; nothing where nobody did it."""
    refs = {"person": event.person_id, "by": event.by_id}
    refs |= dict.fromkeys(event.taken.split(), TAKEN) | dict.fromkeys(event.given.split(), GIVEN)
    told = Person.objects.filter(Q(is_hr_admin=True) | Q(pk=event.person_id), is_active=True)
    key = f"{event.person_id}:{occurred_at.isoformat()}"
    new = [New(one, RIGHTS_CHANGED, refs, key) for one in told.exclude(pk=event.by_id)]
    notify_all(new=new, as_of=occurred_at)


def render_rights(notices: Sequence[Notice]) -> list[Rendered | None]:
    """Who may do what from now on, and who has decided it."""
    ids = {notice.refs[name] for notice in notices for name in ("person", "by")}
    people = Person.objects.in_bulk(ids)
    return [_rights(notice, people) for notice in notices]


def _rights(notice: Notice, people: dict[int, Person]) -> Rendered | None:
    person, by = people.get(notice.refs["person"]), people.get(notice.refs["by"])
    if person is None:
        return None
    named = {"person": person, "by": by or _("Somebody who is no longer here")}
    if notice.receiver.pk == person.pk:
        title, url = _("What you may do was changed"), reverse("notifications:settings")
        action = _("Open my settings")
    else:
        title = _("Rights of %(person)s were changed") % named
        url, action = reverse("portal:person", args=[person.public_id]), _("See %(person)s") % named
    lines = list(_lines(notice.refs, named))
    lines.append(_("If this is not right, ask them, and take it back in the admin."))
    return Rendered(title=title, body="\n".join(lines), url=url, action=action)


def _lines(refs: Mapping[str, int], named: Mapping[str, object]) -> Iterator[str]:
    for change, text in (
        (GIVEN, _("%(by)s has given %(person)s: %(rights)s.")),
        (TAKEN, _("%(by)s has taken from %(person)s: %(rights)s.")),
    ):
        rights = [str(words) for right, words in WORDS.items() if refs.get(right) == change]
        if rights:
            yield text % {**named, "rights": ", ".join(rights)}
    yield from (str(text) % named for key, text in SENTENCES.items() if key in refs)


KINDS = [
    Kind(
        key=RIGHTS_CHANGED,
        title=gettext_lazy("Changes of rights"),
        description=gettext_lazy(
            "What you may do is changed by hand, or how you sign in; HR admins hear of everybody's."
        ),
        render=render_rights,
        is_act=False,
        may_be_off=False,
    ),
]
