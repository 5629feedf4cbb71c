"""What became of a rating that somebody was asked for, for whoever follows a link to it later."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.evidence.choices import TO_CONFIRM
from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.requests.models import RatingRequest
from lifow.notifications.models import Message
from lifow.people.persons.models import Employment, Person

State, Reason = RatingRequest.State, RatingRequest.Reason


@dataclass(frozen=True, slots=True)
class Named:
    """What a link to a rating names: about whom and what, and the request, if there is or was one."""

    person: Person
    skill: Skill
    request: RatingRequest | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Why a rating waits no longer, in a sentence or two, and since when, if that is known; and the reader's
    own rating, where it was that."""

    words: str
    at: datetime | None
    own: Evidence | None = None


def named_rating(asked: Person, public_id: str) -> Named | None:
    """What the id of a request to `asked`, or of a self-rating that waited for them, names."""
    request = _requests_to(asked).filter(public_id=public_id).first()
    if request is not None:
        return Named(request.person, request.skill, request)
    self_ratings = Evidence.objects.filter(public_id=public_id, source=Evidence.Source.SELF)
    said = self_ratings.select_related("person", "skill").first()
    return None if said is None else rating_once_asked(asked, said.person, said.skill)


def rating_once_asked(asked: Person, person: Person, skill: Skill) -> Named | None:
    """One skill of one person, if `asked` was asked for that rating once, or told of a self-rating of it."""
    about = _requests_to(asked).filter(person=person, skill=skill)
    request = about.order_by("-asked_at", "-pk").first()
    told = Message.objects.for_receiver(asked).filter(kind=TO_CONFIRM, idempotency_key=person.public_id)
    if request is None and not told.exists():
        return None
    return Named(person, skill, request)


def outcome_of(named: Named, reader: Person) -> Outcome:
    """Why the rating that is named waits for the reader no longer."""
    request = named.request
    told: dict[str, object] = {"person": named.person, "skill": named.skill}
    told["rating"] = (
        (_("your self-rating in %(skill)s") % told)
        if named.person == reader
        else _("the rating of %(person)s in %(skill)s") % told
    )
    if named.skill.retired_at:
        return Outcome(str(_WITHDRAWN[Reason.SKILL]) % told, None)
    if request is None or request.state == State.OPEN:
        return Outcome(_of_self_rating(named, reader) % told, None)
    told["name"] = request.closed_by
    own = request.evidence if request.closed_by == reader else None
    return Outcome(_of_request(request, reader) % told, request.closed_at, own)


def _of_request(request: RatingRequest, reader: Person) -> str:
    if request.state == State.ANSWERED:
        if request.closed_by == reader:
            return _("You have given %(rating)s.")
        by_name = _("%(name)s has given %(rating)s. There is nothing left to do.")
        return by_name if request.closed_by else _("Somebody else has given %(rating)s.")
    if request.state == State.DECLINED:
        return str(_DECLINED.get(request.closing_reason, _("You have declined %(rating)s.")))
    if request.state == State.EXPIRED:
        return _("The time to give %(rating)s has ended.")
    if reason := _WITHDRAWN.get(request.closing_reason):
        return str(reason)
    by_name = _("%(name)s has withdrawn the request for %(rating)s.")
    return by_name if request.closed_by else _("The request for %(rating)s was withdrawn.")


def _of_self_rating(named: Named, reader: Person) -> str:
    """A self-rating that waited to be confirmed; or a request that a roster has just made another's."""
    if not Employment.objects.reporting().filter(person=named.person, manager=reader).exists():
        return str(_WITHDRAWN[Reason.MANAGER])
    return _("The self-rating of %(person)s in %(skill)s was answered, or there is a newer one.")


_DECLINED: dict[str, str | Promise] = {
    Reason.CANNOT_JUDGE: gettext_lazy("You have declined %(rating)s: you cannot judge it."),
    Reason.DOES_NOT_APPLY: gettext_lazy("You have declined %(rating)s: the skill does not apply."),
}
_WITHDRAWN: dict[str, str | Promise] = {
    Reason.LEFT: gettext_lazy("%(person)s no longer works here. No rating in %(skill)s is needed."),
    Reason.MANAGER: gettext_lazy(
        "%(person)s no longer reports to you. A rating in %(skill)s is not needed from you."
    ),
    Reason.NO_MANAGER: gettext_lazy(
        "%(person)s no longer reports to you. A rating in %(skill)s is not needed from you."
    ),
    Reason.SKILL: gettext_lazy("%(skill)s is no longer assessed. No rating is needed."),
}


def _requests_to(asked: Person) -> QuerySet[RatingRequest]:
    return RatingRequest.objects.filter(asked=asked).select_related(
        "person", "skill", "closed_by", "evidence"
    )
