"""What pages say of requests that are open: who is waited for, and since when."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.requests.choices import SkipReason
from assessments.requests.reports import Awaited, awaited_of
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leaves_of

NAMED_FOR = timedelta(days=6)


def asked_about(person: Person, reader: Person) -> Mapping[int, str]:
    """“Waiting for Marta since Tuesday” by skill id, of what is open about a person, and of self-ratings that
    wait for the manager; two queries."""
    return words_of(awaited_of(person), reader)


def words_of(
    awaited: Iterable[Awaited], reader: Person, on_leave: Collection[int] | None = None
) -> Mapping[int, str]:
    """What `asked_about` says, of what is known already; `on_leave` are ids of those who are."""
    awaited = list(awaited)
    if on_leave is None:
        on_leave = leaves_of(others_awaited(awaited, reader), timezone.now()).keys()
    managers = {one.skill_id for one in awaited if one.of_manager and not one.is_answer}
    found: dict[int, list[str]] = {}
    for one in awaited:
        if not (one.is_answer and one.skill_id in managers):
            words = waiting_words(one, reader, is_on_leave=one.asked_id in on_leave)
            found.setdefault(one.skill_id, []).append(words)
    return {skill_id: " ".join(words) for skill_id, words in found.items()}


def others_awaited(awaited: Iterable[Awaited], reader: Person) -> set[int]:
    """Ids of those who are waited for, but for the reader."""
    return {one.asked_id for one in awaited} - {reader.pk, 0}


def _waiting(told: Mapping[str, object], is_on_leave: bool) -> str:
    text = _("Waiting for %(name)s since %(day)s.")
    if is_on_leave:
        text = _("Waiting for %(name)s, who is on leave, since %(day)s.")
    return text % told


def waiting_words(awaited: Awaited, reader: Person, *, is_on_leave: bool = False) -> str:
    """Who is waited for since when, as the reader would be told."""
    since = since_words(awaited.since)
    if awaited.asked_id == reader.pk and not awaited.is_answer:
        return _("Waiting for you since %(day)s.") % {"day": since}
    return _waiting({"name": awaited.name, "day": since}, is_on_leave)


def since_words(moment: datetime) -> str:
    """The weekday within a week, the date before that; today is said as such."""
    local, today = timezone.localtime(moment), timezone.localdate()
    if local.date() == today:
        return _("today")
    return date_format(local, "l" if today - local.date() <= NAMED_FOR else "j F")


def skipped_words(skipped: Mapping[str, int]) -> str:
    """Why some were not asked, in one sentence: “2 are asked already, 1 was rated lately.”"""
    said = [_SKIPPED.get(reason, _skipped)(number) % {"count": number} for reason, number in skipped.items()]
    return _("Not asked: %(reasons)s.") % {"reasons": ", ".join(said)} if said else ""


def _skipped(number: int) -> str:
    """For a reason that another version of lifow has stored."""
    return ngettext("%(count)s for another reason", "%(count)s for other reasons", number)


_SKIPPED: Mapping[str, Callable[[int], str]] = {
    SkipReason.OPEN: lambda n: ngettext("%(count)s is asked already", "%(count)s are asked already", n),
    SkipReason.SAID: lambda n: ngettext("%(count)s was rated lately", "%(count)s were rated lately", n),
    SkipReason.DECLINED: lambda n: ngettext(
        "%(count)s could not be judged lately", "%(count)s could not be judged lately", n
    ),
    SkipReason.NOBODY: lambda n: ngettext(
        "for %(count)s there is nobody to ask", "for %(count)s there is nobody to ask", n
    ),
    SkipReason.NO_TEST: lambda n: ngettext(
        "for %(count)s there are no questions", "for %(count)s there are no questions", n
    ),
    SkipReason.LEAVE: lambda n: ngettext("%(count)s is on leave", "%(count)s are on leave", n),
    SkipReason.SKILL: lambda n: ngettext(
        "%(count)s is in a skill that is not assessed", "%(count)s are in skills that are not assessed", n
    ),
}
