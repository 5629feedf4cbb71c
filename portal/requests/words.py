"""What pages say of requests that are open: who is waited for, and since when."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.evidence.models import Evidence
from assessments.requests.choices import RequestSource, SkipReason
from assessments.requests.models import RatingRequest
from assessments.requests.reports import open_requests_of, unanswered_of
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leaves_of

NAMED_FOR = timedelta(days=6)


def asked_about(person: Person, reader: Person) -> Mapping[int, str]:
    """“Waiting for Marta since Tuesday” by skill id, of what is open about a person, and of self-ratings that
    wait for the manager; two queries."""
    return words_of(open_requests_of(person), unanswered_of(person), reader)


def words_of(
    requests: Iterable[RatingRequest], self_ratings: Iterable[tuple[Evidence, str]], reader: Person
) -> Mapping[int, str]:
    """What `asked_about` says, of requests and self-ratings that are known already."""
    requests, self_ratings = list(requests), list(self_ratings)
    on_leave = _on_leave_of(requests, self_ratings, reader)
    found: dict[int, list[str]] = {}
    managers: set[int] = set()
    for one in requests:
        found.setdefault(one.skill_id, []).append(
            waiting_words(one, reader, is_on_leave=one.asked_id in on_leave)
        )
        managers |= {one.skill_id} if one.source == RequestSource.MANAGER else set()
    for said, manager in self_ratings:
        if said.skill_id not in managers:
            told = {"name": manager, "day": since_words(said.observed_at)}
            found.setdefault(said.skill_id, []).append(_waiting(told, _manager_of(said) in on_leave))
    return {skill_id: " ".join(words) for skill_id, words in found.items()}


def _on_leave_of(
    requests: Iterable[RatingRequest], self_ratings: Iterable[tuple[Evidence, str]], reader: Person
) -> Collection[int]:
    """Ids of those who are waited for and on leave; one query, and none where nobody else is waited for."""
    waited_for = {one.asked_id for one in requests} | {_manager_of(said) for said, _name in self_ratings}
    return leaves_of(waited_for - {reader.pk, 0}, timezone.now()).keys()


def _manager_of(self_rating: Evidence) -> int:
    """Who is waited for; 0 where the row comes without."""
    return vars(self_rating).get("manager_id") or 0


def _waiting(told: Mapping[str, object], is_on_leave: bool) -> str:
    text = _("Waiting for %(name)s since %(day)s.")
    if is_on_leave:
        text = _("Waiting for %(name)s, who is on leave, since %(day)s.")
    return text % told


def waiting_words(request: RatingRequest, reader: Person, *, is_on_leave: bool = False) -> str:
    """Who is waited for since when, as the reader would be told."""
    since = since_words(request.asked_at)
    if request.asked_id == reader.pk:
        return _("Waiting for you since %(day)s.") % {"day": since}
    return _waiting({"name": request.asked.get_short_name(), "day": since}, is_on_leave)


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
