"""Asking for a topic, asking for it too, and what comes of it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from content.catalogue.models import Module
from content.debt.choices import LONGEST_WISH, MOST_WISHES, WishState
from content.debt.models import Wish, WishPerson, WritingTask
from content.debt.notifications import tell_of_wish
from lifow.base.bounds import LONGEST_LINE, is_text_in_bounds
from lifow.people.persons.models import Person


class WishError(ValueError):
    """A topic that cannot be asked for, or closed, in words for whoever tried."""


def ask_for_topic(*, person: Person, text: str, as_of: datetime) -> Wish:
    """Ask for a topic, or ask for it too where it is asked for already. Twice is once.

    Raises WishError for words that say nothing, and for more topics than are read.
    """
    words = " ".join(text.split())
    if not 3 <= len(words) <= LONGEST_WISH or not is_text_in_bounds(words, LONGEST_WISH):
        message = _("Use 3 to %(longest)s characters, and no control characters.")
        raise WishError(message % {"longest": LONGEST_WISH})
    query = words.casefold()[:LONGEST_WISH]
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        wish = Wish.objects.open().filter(query=query).first()
        own = WishPerson.objects.filter(person=person, wish__state=WishState.OPEN)
        if own.exclude(wish=wish).count() >= MOST_WISHES:
            message = _("You ask for %(most)s topics already. Take one back first.")
            raise WishError(message % {"most": MOST_WISHES})
        wish = wish or _made(words, query)
        join_wish(wish=wish, person=person, as_of=as_of)
    return wish


def join_wish(*, wish: Wish, person: Person, as_of: datetime) -> None:
    """Ask for a topic too. Twice is once; what is closed stays closed."""
    if wish.state == WishState.OPEN:
        WishPerson.objects.get_or_create(wish=wish, person=person, defaults={"joined_at": as_of})


def leave_wish(*, wish: Wish, person: Person, as_of: datetime) -> None:
    """Ask for a topic no more; one that nobody asks for any more is gone, unless somebody writes on it."""
    with transaction.atomic():
        locked = Wish.objects.select_for_update().filter(pk=wish.pk, state=WishState.OPEN).first()
        if locked is None:
            return
        WishPerson.objects.filter(wish=locked, person=person).delete()
        if not locked.people.exists() and not WritingTask.objects.open().filter(wish=locked).exists():
            locked.delete()


def answer_wish(*, wish: Wish, module: Module, as_of: datetime) -> None:
    """Close a topic with the module that is about it, and tell all who asked. Twice is once."""
    _close(wish, WishState.ANSWERED, as_of, module=module)


def decline_wish(*, wish: Wish, note: str, as_of: datetime) -> None:
    """Close a topic without a module, say why, and tell all who asked. Twice is once.

    Raises WishError without a reason.
    """
    words = " ".join(note.split())
    if not words or not is_text_in_bounds(words, LONGEST_LINE):
        raise WishError(_("Say in at most %(longest)s characters why.") % {"longest": LONGEST_LINE})
    _close(wish, WishState.DECLINED, as_of, note=words)


def _close(wish: Wish, state: str, as_of: datetime, *, module: Module | None = None, note: str = "") -> None:
    with transaction.atomic():
        locked = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
        if locked.state != WishState.OPEN:
            return
        locked.state, locked.module, locked.note, locked.closed_at = state, module, note, as_of
        locked.save(update_fields=["state", "module", "note", "closed_at", "updated_at"])
        tell_of_wish(locked, as_of=as_of)


def _made(words: str, query: str) -> Wish:
    """A new topic, or the one that somebody else has asked for at the same moment."""
    try:
        with transaction.atomic():
            return Wish.objects.create(text=words, query=query)
    except IntegrityError:
        return Wish.objects.open().get(query=query)
