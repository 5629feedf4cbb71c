"""What is told of ratings: a manager has one to confirm, and the person the answer to their own; and of
evidence that was withdrawn, or counts again.

What a manager reads of ratings to confirm is in `requests`, where it is known which of them still wait.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.evidence.choices import TO_CONFIRM
from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.evidence.reports import answers_to_self_ratings, on_todays_levels, waiting_ratings
from lifow.base.level_bar import shown_level
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_all
from lifow.people.persons.models import Employment, Person

ANSWERED = "rating_answered"
WITHDRAWN = "evidence_withdrawn"
# An answer that somebody imports years later is no news.
NEWS_FOR = timedelta(days=7)
Source = Evidence.Source


def tell_of_ratings(evidence: Iterable[Evidence], *, as_of: datetime) -> None:
    """Tell of evidence that was just recorded, where it is a self-rating or answers one."""
    rated = [one for one in evidence if one.source in (Source.SELF, Source.MANAGER)]
    if rated:
        tell_managers(person_ids={one.person_id for one in rated}, as_of=as_of)
    answers = [one for one in rated if one.source == Source.MANAGER]
    _tell_of_answers([one for one in answers if one.observed_at > as_of - NEWS_FOR], as_of)


def tell_managers(*, person_ids: Collection[int], as_of: datetime) -> None:
    """Tell the managers of these people of ratings to confirm, one message a person; settle what is done."""
    reporting = Employment.objects.reporting().filter(person__in=person_ids)
    rows = list(reporting.select_related("person", "manager")) if person_ids else []
    if not rows:
        return
    waiting = set(waiting_ratings(person_ids).values_list("person_id", flat=True))
    done = [(row.manager_id, row.person.public_id) for row in rows if row.person_id not in waiting]
    settle_all(kind=TO_CONFIRM, keys=[(pk, key) for pk, key in done if pk is not None], as_of=as_of)
    new = [
        New(row.manager, TO_CONFIRM, {"person": row.person_id}, row.person.public_id)
        for row in rows
        if row.person_id in waiting and row.manager is not None
    ]
    notify_all(new=new, as_of=as_of)


def _tell_of_answers(answers: Collection[Evidence], as_of: datetime) -> None:
    said = answers_to_self_ratings(answers) if answers else {}
    new = [
        New(one.person, ANSWERED, {"evidence": one.pk}, one.public_id) for one in answers if one.pk in said
    ]
    notify_all(new=new, as_of=as_of)


def tell_of_withdrawal(row: EvidenceWithdrawal, confirming: Iterable[Person], *, as_of: datetime) -> None:
    """Tell those whom a withdrawal, or its end, concerns, but whoever has said it.

    They are the person, the rater, and the managers who had it to confirm, or have it again.
    """
    piece = row.evidence
    concerned = [piece.person, *([piece.rater] if piece.rater else []), *confirming]
    people = {one.pk: one for one in (person.merged_into or person for person in concerned)}
    if row.said_by is not None:
        people.pop(row.said_by.pk, None)
    key = f"{piece.public_id}:{row.number}"
    notify_all(new=[New(one, WITHDRAWN, {"withdrawal": row.pk}, key) for one in people.values()], as_of=as_of)


def render_withdrawals(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of evidence that was withdrawn or counts again, while that is the last word."""
    ids = {notice.refs["withdrawal"] for notice in notices}
    rows = EvidenceWithdrawal.objects.newest().select_related("evidence__person", "evidence__skill")
    found = rows.in_bulk(ids)
    return [_withdrawal(notice.receiver, found.get(notice.refs["withdrawal"])) for notice in notices]


def _withdrawal(receiver: Person, row: EvidenceWithdrawal | None) -> Rendered | None:
    if row is None:
        return None
    piece = row.evidence
    is_own = receiver.pk in (piece.person_id, piece.person.merged_into_id)
    named = {"name": piece.person, "skill": piece.skill, "reason": row.reason}
    if row.is_withdrawal:
        own, others = (
            _("Evidence of your level in %(skill)s was withdrawn"),
            _("Evidence about %(name)s in %(skill)s was withdrawn"),
        )
        body = _("It counts no more. Reason: %(reason)s")
    else:
        own, others = (
            _("Evidence of your level in %(skill)s counts again"),
            _("Evidence about %(name)s in %(skill)s counts again"),
        )
        body = _("It had been withdrawn. Reason: %(reason)s")
    return Rendered(
        title=(own if is_own else others) % named,
        body=body % named,
        url=reverse("portal:evidence", args=[piece.public_id]),
        action=_("See the evidence"),
    )


def render_answers(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of a rating that answers their own, while no correction has superseded it."""
    rows = Evidence.objects.standing().with_is_mapped().select_related("person", "skill", "rater")
    found = rows.in_bulk({notice.refs["evidence"] for notice in notices})
    on_todays_levels(found.values())
    said = answers_to_self_ratings(found.values())
    return [_answer(notice.receiver, found.get(notice.refs["evidence"]), said) for notice in notices]


def _answer(receiver: Person, evidence: Evidence | None, said: Mapping[int, Evidence]) -> Rendered | None:
    if evidence is None or evidence.person_id != receiver.pk or evidence.pk not in said:
        return None
    own = said[evidence.pk]
    named = {
        "name": evidence.rater or _("Your manager"),
        "skill": evidence.skill,
        "own": shown_level(float(own.level)),
        "level": shown_level(float(evidence.level)),
    }
    if own.level == evidence.level:
        title, body = _("%(name)s confirmed your rating in %(skill)s"), _("You both gave level %(level)s.")
    else:
        title = _("%(name)s sees another level in %(skill)s")
        body = _("You gave level %(own)s, %(name)s gave %(level)s. Talk about what each of you has seen.")
    return Rendered(
        title=title % named,
        body=body % named,
        url=reverse("portal:skill", args=[evidence.skill.public_id]),
        action=_("See the evidence"),
    )


KINDS = [
    Kind(
        key=ANSWERED,
        title=gettext_lazy("Answers to your self-ratings"),
        description=gettext_lazy("Your manager confirms a level that you gave yourself or gives another."),
        render=render_answers,
        is_act=False,
    ),
    Kind(
        key=WITHDRAWN,
        title=gettext_lazy("Withdrawn evidence"),
        description=gettext_lazy("Evidence of your level, or a rating that you gave, no longer counts."),
        render=render_withdrawals,
        is_act=False,
    ),
]
