"""Keeping the company's list of facets. What modules are filed under stays as their authors wrote it: the
list says what it means, so that a rename or a merge applies to every module, draft and version at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from content.facets.choices import FacetState
from content.facets.models import LONGEST_KEY, LONGEST_NAME, Facet, FacetValue
from content.facets.notifications import FACETS_WAITING, tell_admins
from content.facets.reports import FacetList, KnownFacet, facet_list, in_words, pairs_of
from lifow.base.bounds import is_text_in_bounds
from lifow.notifications.models import Message
from lifow.notifications.services import settle_messages
from lifow.people.persons.models import Person

AGAIN_AFTER = timedelta(days=7)
"""So long after HR admins were told they are told of what waits besides."""
MOST_FACETS = 30
MOST_VALUES = 500
"""Of one facet: a list that is longer is not one that somebody chooses from."""


class FacetError(ValueError):
    """What cannot be kept in the list; the message says why and what to do."""


def note_facets(*, facets: object, by: Person | None) -> list[int]:
    """Have the list know what a module is filed under; ids of the values, in the transaction around.

    What is new waits for HR, and is no filter until then. What can be no value, as a text too long for one or
    one beyond MOST_VALUES of its facet, is left out.
    """
    pairs = [pair for pair in dict.fromkeys(pairs_of(facets)) if all(map(_can_be_key, pair))]
    if not pairs:
        return []
    known = facet_list()
    for pair in pairs:
        if _exact(known, pair) is None:
            _note_new(*pair, known, by)
            known = facet_list()
    ids = (_exact(known, pair) for pair in pairs)
    return [pk for pk in dict.fromkeys(ids) if pk is not None]


def tell_of_waiting(*, as_of: datetime) -> int:
    """Tell HR admins of values that wait for them; how many were told. One message is open at a time: it
    says how many wait by then, and is told anew for what has come since, a week after it at the soonest."""
    newest = FacetValue.objects.to_decide().aggregate(newest=Max("created_at"))["newest"]
    told = Message.objects.open().filter(kind=FACETS_WAITING)
    if newest is None:
        settle_messages(message_ids=told.values_list("pk", flat=True), as_of=as_of)
        return 0
    old = told.filter(created_at__lt=min(newest, as_of - AGAIN_AFTER))
    with transaction.atomic():
        settle_messages(message_ids=old.values_list("pk", flat=True), as_of=as_of)
        return tell_admins(as_of=as_of)


def add_facet(*, name: str) -> Facet:
    """Put a facet at the end of the list; one that waited or was retired is taken into it again.

    Raises FacetError for a name that is none, is there already, or is one more than MOST_FACETS.
    """
    name = _checked(name)
    with transaction.atomic():
        _lock()
        key = "_".join(name.lower().split())
        there = Facet.objects.filter(key=key).first() or Facet.objects.filter(name__iexact=name).first()
        if there is not None and there.state in (FacetState.LISTED, FacetState.MERGED):
            raise FacetError(_("There is “%(name)s” already.") % {"name": there})
        if Facet.objects.listed().count() >= MOST_FACETS:
            raise FacetError(
                _("A list has at most %(most)s facets. Retire one first.") % {"most": MOST_FACETS}
            )
        facet = there or Facet(key=key)
        facet.name, facet.state, facet.position = name, FacetState.LISTED, _end(Facet.objects.all())
        facet.save()
    return facet


def rename_facet(*, facet: Facet, name: str) -> Facet:
    """Give a facet another name, for every module at once. Raises FacetError as `add_facet` does."""
    name = _checked(name)
    with transaction.atomic():
        _lock()
        facet.refresh_from_db()
        taken = Facet.objects.exclude(pk=facet.pk).exclude(state=FacetState.MERGED)
        if taken.filter(name__iexact=name).exists():
            raise FacetError(_("There is “%(name)s” already. Merge the two instead.") % {"name": name})
        facet.name = name
        facet.save(update_fields=["name", "updated_at"])
    return facet


def list_facet(*, facet: Facet) -> Facet:
    """Take a facet that waits or was retired into the list: a filter for everybody. Twice is once."""
    return _set_facet(facet, FacetState.LISTED)


def retire_facet(*, facet: Facet) -> Facet:
    """Take a facet out of the list: no filter any more; modules keep what they say. Twice is once."""
    return _set_facet(facet, FacetState.RETIRED)


def merge_facet(*, facet: Facet, into: Facet) -> Facet:
    """Have a facet that was misspelt stand for another one, value by value. Twice is once.

    Raises FacetError where the other one is not in the list.
    """
    with transaction.atomic():
        _lock()
        facet.refresh_from_db()
        into.refresh_from_db()
        if facet.pk == into.pk or into.state != FacetState.LISTED:
            raise FacetError(_("Choose another facet of the list."))
        own = {one.key.casefold(): one for one in into.values_in_it.exclude(state=FacetState.MERGED)}
        for value in facet.values_in_it.exclude(state=FacetState.MERGED).order_by("pk"):
            target = own.get(value.key.casefold())
            if target is None:
                target = _new_value(into, value.key, value.name, value.state)
                own[value.key.casefold()] = target
            _stand_for(value, target)
        facet.merged.update(merged_into=into)
        facet.state, facet.merged_into = FacetState.MERGED, into
        facet.save(update_fields=["state", "merged_into", "updated_at"])
    return into


def move_facet(*, facet: Facet, places: int) -> None:
    """Move a facet of the list up (-1) or down (1) among those that are in it."""
    with transaction.atomic():
        _lock()
        _move(list(Facet.objects.listed().in_order()), facet.pk, places)


def add_value(*, facet: Facet, name: str) -> FacetValue:
    """Put a value at the end of a facet's list; one that waited or was retired is taken into it again.

    Raises FacetError for a name that is none, is there already, or is one more than MOST_VALUES.
    """
    name = _checked(name)
    with transaction.atomic():
        _lock()
        rows = facet.values_in_it.all()
        there = rows.filter(key__iexact=name).first() or rows.filter(name__iexact=name).first()
        if there is not None and there.state in (FacetState.LISTED, FacetState.MERGED):
            raise FacetError(_("There is “%(name)s” already.") % {"name": there.merged_into or there})
        if there is None:
            return _new_value(facet, name, name, FacetState.LISTED)
        there.name, there.state, there.position = name, FacetState.LISTED, _end(rows)
        there.save(update_fields=["name", "state", "position", "updated_at"])
    return there


def rename_value(*, value: FacetValue, name: str) -> FacetValue:
    """Give a value another name, for every module at once. Raises FacetError as `add_value` does."""
    name = _checked(name)
    with transaction.atomic():
        _lock()
        value.refresh_from_db()
        others = FacetValue.objects.filter(facet=value.facet_id).exclude(pk=value.pk)
        if others.exclude(state=FacetState.MERGED).filter(name__iexact=name).exists():
            raise FacetError(_("There is “%(name)s” already. Merge the two instead.") % {"name": name})
        value.name = name
        value.save(update_fields=["name", "updated_at"])
    return value


def list_value(*, value: FacetValue) -> FacetValue:
    """Take a value into the list: one that waits, was retired, or was merged by mistake. Twice is once.

    Its facet is in the list then, too.
    """
    with transaction.atomic():
        _lock()
        value.refresh_from_db()
        facet = Facet.objects.get(pk=value.facet_id)
        if facet.state == FacetState.MERGED:
            raise FacetError(_("“%(facet)s” was merged into another facet.") % {"facet": facet})
        if facet.state != FacetState.LISTED:
            _set_facet(facet, FacetState.LISTED)
        return _set_value(value, FacetState.LISTED)


def retire_value(*, value: FacetValue) -> FacetValue:
    """Take a value out of the list: no filter any more; modules keep it. Twice is once."""
    with transaction.atomic():
        _lock()
        value.refresh_from_db()
        return _set_value(value, FacetState.RETIRED)


def merge_value(*, value: FacetValue, into: FacetValue) -> FacetValue:
    """Have a value that was misspelt stand for another one of its facet, wherever it was used. Twice is once.

    Raises FacetError where the other one is not in the list of the same facet.
    """
    with transaction.atomic():
        _lock()
        value.refresh_from_db()
        into.refresh_from_db()
        if value.pk == into.pk or into.facet_id != value.facet_id or into.state != FacetState.LISTED:
            raise FacetError(_("Choose another value of the same facet."))
        _stand_for(value, into)
    return into


def move_value(*, value: FacetValue, places: int) -> None:
    """Move a value up (-1) or down (1) among those of its facet's list."""
    with transaction.atomic():
        _lock()
        listed = FacetValue.objects.listed().filter(facet=value.facet_id)
        _move(list(listed.in_order()), value.pk, places)


def _lock() -> None:
    """Let nobody else change the list until the transaction ends."""
    list(Facet.objects.select_for_update().order_by("pk").values_list("pk"))


def _checked(name: str) -> str:
    """A name as it is kept. Raises FacetError for one that cannot be."""
    name = " ".join(name.split())
    if not name or not is_text_in_bounds(name, LONGEST_NAME):
        message = _("Give it a name of at most %(longest)s characters, without control characters.")
        raise FacetError(message % {"longest": LONGEST_NAME})
    return name


def _can_be_key(text: str) -> bool:
    return bool(text.strip()) and is_text_in_bounds(text, LONGEST_KEY)


def _exact(known: FacetList, pair: tuple[str, str]) -> int | None:
    """The id of the value with exactly these keys."""
    name, value = pair
    facet = next((one for one in known.facets if one.key == name), None)
    found = next((one for one in facet.values if one.key == value), None) if facet else None
    return found.id if found else None


def _note_new(name: str, key: str, known: FacetList, by: Person | None) -> None:
    """Add a value that nobody has used: it waits for HR, unless it is another spelling of one that is known.

    Of a facet that is another one misspelt it stands for a value of that one.
    """
    named = known.facet_named(name)
    facet = _facet_with_key(name, named)
    same = named.value_named(key) if named else None
    target = same.stands_for if same else None
    if target is None and named is not None and named.id != facet.pk:
        target = _propose(named.id, key, None, by)
        if target is None:
            return
    _propose(facet.pk, key, target, by)


def _facet_with_key(key: str, named: KnownFacet | None) -> Facet:
    """The facet with a key; a new one waits for HR, or stands for the one that is named so."""
    said: dict[str, Any] = {"name": in_words(key)[:LONGEST_NAME], "state": FacetState.WAITING}
    if named is not None:
        said |= {"state": FacetState.MERGED, "merged_into_id": named.id}
    return Facet.objects.get_or_create(key=key, defaults=said)[0]


def _propose(facet_id: int, key: str, stands_for: int | None, by: Person | None) -> int | None:
    """The id of a value that waits, or stands for another one; None where its facet has no room for it."""
    rows = FacetValue.objects.filter(facet=facet_id)
    if rows.count() >= MOST_VALUES:
        return None
    state = FacetState.WAITING if stands_for is None else FacetState.MERGED
    said = {"name": in_words(key)[:LONGEST_NAME], "state": state, "merged_into_id": stands_for}
    return rows.get_or_create(facet_id=facet_id, key=key, defaults={**said, "proposed_by": by})[0].pk


def _new_value(facet: Facet, key: str, name: str, state: str) -> FacetValue:
    if facet.values_in_it.count() >= MOST_VALUES:
        message = _("A facet has at most %(most)s values.")
        raise FacetError(message % {"most": MOST_VALUES})
    state = FacetState.LISTED if state == FacetState.LISTED else FacetState.WAITING
    try:
        with transaction.atomic():
            return FacetValue.objects.create(
                facet=facet, key=key, name=name, state=state, position=_end(facet.values_in_it.all())
            )
    except IntegrityError:
        raise FacetError(_("There is “%(name)s” already.") % {"name": name}) from None


def _stand_for(value: FacetValue, target: FacetValue) -> None:
    value.merged.update(merged_into=target)
    value.state, value.merged_into = FacetState.MERGED, target
    value.save(update_fields=["state", "merged_into", "updated_at"])


def _set_facet(facet: Facet, state: str) -> Facet:
    with transaction.atomic():
        _lock()
        facet.refresh_from_db()
        if facet.state == FacetState.MERGED:
            raise FacetError(_("“%(facet)s” was merged into another facet.") % {"facet": facet})
        if facet.state != state:
            if state == FacetState.LISTED:
                facet.position = _end(Facet.objects.all())
            facet.state = state
            facet.save(update_fields=["state", "position", "updated_at"])
    return facet


def _set_value(value: FacetValue, state: str) -> FacetValue:
    if value.state != state:
        if state == FacetState.LISTED:
            value.position = _end(FacetValue.objects.filter(facet=value.facet_id))
        value.state, value.merged_into = state, None
        value.save(update_fields=["state", "position", "merged_into", "updated_at"])
    return value


def _end(rows: QuerySet[Any]) -> int:
    """The position behind all of these."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _move(rows: Sequence[Facet] | Sequence[FacetValue], pk: int, places: int) -> None:
    """Write the order in which one of the rows has changed places with its neighbour."""
    order = [row.pk for row in rows]
    if pk not in order:
        return
    at = order.index(pk)
    to = max(0, min(len(order) - 1, at + places))
    order.insert(to, order.pop(at))
    for position, key in enumerate(order, 1):
        changed = type(rows[0]).objects.filter(pk=key).exclude(position=position)
        changed.update(position=position)
