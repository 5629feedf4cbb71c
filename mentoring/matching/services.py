"""Proposing pairings: the match, written down with its reasons."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from lifow.people.persons.models import Employment, Person
from mentoring.choices import ANSWERABLE, RESERVED_FOR
from mentoring.matching import compute, selectors
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing, Unmatched, Waiting
from mentoring.pairings.services import lock_mentors

POLICY = compute.MatchPolicy()
A_ROUND = RESERVED_FOR  # waiting is counted in such rounds
KEPT_FOR = timedelta(days=7)  # who is about to ask is told that the proposal is gone
CHANGING = ["score", "reason", "is_recommended", "recommended_at"]
MATCH_RUN = 0x6D617463680A  # the name of the lock in the database's own list of locks


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a match run did: proposals made, of these recommended by the match, people without a mentor."""

    proposals: int
    recommended: int
    unmatched: int


def propose_pairings(*, as_of: datetime) -> Proposed:
    """Match everyone who works here with the willing mentors and write the proposals down.

    Each learner without a mentor gets a shortlist; the match's own choice is marked as recommended, and a
    seat is reserved for it for a round. Who did not ask by then begins to wait anew, behind the others.
    Proposals that no longer hold are replaced: they expire, and are forgotten after a week. What was asked,
    accepted or refused meanwhile stays as it is. The same data gives the same proposals, and two runs at
    once are one after the other.
    """
    with transaction.atomic():
        _one_run_at_a_time()
        known = set(Pairing.objects.proposed().values_list("pk", flat=True))
        earlier = _earlier(as_of)
        result, languages = _matched(earlier, as_of)
        kept = _replace_proposals(result, known, languages, as_of)
        paired = set(Pairing.objects.holding_a_seat().values_list("mentee_id", flat=True))
        waiting = _write_waiting_list(result, earlier, paired, as_of)
        _write_unmatched([row for row in result.unmatched if row.mentee not in paired], waiting, as_of)
        Pairing.objects.dropped().filter(closed_at__lt=as_of - KEPT_FOR).delete()
    return Proposed(proposals=len(kept), recommended=sum(kept.values()), unmatched=len(result.unmatched))


def _one_run_at_a_time() -> None:
    """Have a second run wait for the first, and nobody else: no row is locked while the match computes.

    On SQLite the write transaction is that lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MATCH_RUN])


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The waiting list, person to since when, and what reserves a seat, as (learner, mentor).

    `away` are people on leave: nobody is matched with them, and they keep their place on the list.
    """

    since: Mapping[int, datetime]
    away: Set[int]
    proposed: Set[tuple[int, int]]
    requested: Set[tuple[int, int]]


def _earlier(as_of: datetime) -> _Earlier:
    """What earlier matches leave; who let a proposal of their own pass for a round begins to wait anew."""
    recommended = Pairing.objects.recommended()
    proposed = recommended.with_a_reserved_seat(as_of).values_list("mentee_id", "mentor_id")
    reserved, requested = set(proposed), set(Pairing.objects.asked().values_list("mentee_id", "mentor_id"))
    away = set(Employment.objects.on_leave(as_of).values_list("person_id", flat=True))
    used = {mentee for mentee, _mentor in reserved | requested}
    passed = set(recommended.values_list("mentee_id", flat=True)) - used - away
    if passed:
        Waiting.objects.filter(person__in=passed).update(since=as_of)
    since = dict(Waiting.objects.values_list("person_id", "since"))
    return _Earlier(since=since, away=away, proposed=reserved, requested=requested)


def _lasts(recommended_at: datetime | None, as_of: datetime) -> bool:
    return recommended_at is not None and recommended_at > as_of - A_ROUND


def _matched(earlier: _Earlier, as_of: datetime) -> tuple[compute.MatchResult, Mapping[str, int]]:
    employed = Person.objects.employed().order_by("pk").distinct()
    people = [person for person in employed if person.pk not in earlier.away]
    mentors = list(Person.objects.filter(mentor__in=Mentor.objects.willing()).order_by("pk"))
    languages = selectors.language_bits([*people, *mentors])
    result = compute.match(
        selectors.mentees(people, languages, as_of),
        selectors.mentors(mentors, languages, as_of),
        selectors.barriers(),
        POLICY,
        selectors.earlier_rounds(earlier.since, earlier.proposed, earlier.requested, as_of, A_ROUND),
    )
    return result, languages


def _replace_proposals(
    result: compute.MatchResult, known: Set[int], languages: Mapping[str, int], as_of: datetime
) -> dict[tuple[int, int], bool]:
    """Write the proposals that still hold; for which of them a seat is reserved."""
    lock_mentors(Mentor.objects.all())
    open_rows = Pairing.objects.filter(state__in=ANSWERABLE)
    locked = list(open_rows.select_for_update(of=("self",)).order_by("pk"))
    before = {(row.mentee_id, row.mentor_id): row for row in locked if row.state == Pairing.State.PROPOSED}
    chosen = {(pair.mentee, pair.mentor): pair for pair in result.pairs}
    shortlisted = {(pair.mentee, pair.mentor): pair for pair in result.shortlist}
    proposals = _without_settled({**shortlisted, **chosen})
    recommended = _with_a_seat([key for key in chosen if key in proposals], before, as_of)
    stale = [row.pk for key, row in before.items() if key not in proposals and row.pk in known]
    Pairing.objects.filter(pk__in=stale).update(state=Pairing.State.EXPIRED, closed_at=as_of)
    new, changed = [], []
    for key, pair in sorted(proposals.items()):
        row = before.get(key)
        values = {
            "score": pair.score,
            "reason": _reason(pair, languages),
            "is_recommended": key in recommended,
            "recommended_at": _recommended_at(row, as_of) if key in recommended else None,
        }
        if row is None:
            new.append(Pairing(mentee_id=key[0], mentor_id=key[1], proposed_at=as_of, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            changed.append(_with(row, values))
    Pairing.objects.bulk_create(new, batch_size=500)
    Pairing.objects.bulk_update(changed, CHANGING, batch_size=500)
    return {key: key in recommended for key in proposals}


def _with_a_seat(
    chosen: Iterable[tuple[int, int]], before: Mapping[tuple[int, int], Pairing], as_of: datetime
) -> set[tuple[int, int]]:
    """Those for which there is a seat, under the lock on the mentors.

    What was asked, offered or stopped while the match was computed comes first, then who has a seat reserved.
    """
    rows: Any = Mentor.objects.willing().with_reserved_seats(as_of)
    seats = rows.values_list("person_id", "free_seats", "requested_seats")
    left = {person: free - requested for person, free, requested in seats}
    asked = set(Pairing.objects.asked().values_list("mentee_id", flat=True))
    found = set()

    def reserved_first(key: tuple[int, int]) -> tuple[bool, tuple[int, int]]:
        row = before.get(key)
        return not (row and _lasts(row.recommended_at, as_of)), key

    for key in sorted(chosen, key=reserved_first):
        mentee, mentor = key
        if mentee not in asked and left.get(mentor, 0) > 0:
            found.add(key)
            left[mentor] -= 1
    return found


def _recommended_at(row: Pairing | None, as_of: datetime) -> datetime:
    """Since when a seat is reserved: anew where nobody else wanted the seat of a proposal that has passed."""
    since = row.recommended_at if row else None
    return since if since and _lasts(since, as_of) else as_of


def _without_settled(
    proposals: Mapping[tuple[int, int], compute.Pair],
) -> dict[tuple[int, int], compute.Pair]:
    """Leave out who has a mentor, and pairs that were asked for or refused while the match was computed."""
    settled = set(Pairing.objects.not_to_propose().values_list("mentee_id", "mentor_id"))
    paired = set(Pairing.objects.holding_a_seat().values_list("mentee_id", flat=True))
    return {key: pair for key, pair in proposals.items() if key not in settled and key[0] not in paired}


def _reason(pair: compute.Pair, languages: Mapping[str, int]) -> dict[str, Any]:
    return {
        "skills": [{"skill": skill.skill, "share": round(skill.share, 4)} for skill in pair.covered],
        "shared_hours": pair.shared_hours,
        "languages": [code for code, bit in languages.items() if pair.shared_languages & bit],
    }


def _with(row: Pairing, values: Mapping[str, Any]) -> Pairing:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _write_waiting_list(
    result: compute.MatchResult, earlier: _Earlier, paired: Set[int], as_of: datetime
) -> dict[int, datetime]:
    """Keep the list of those who want a mentor and have none; since when each of them waits.

    Who has asked stays on it until the mentor has accepted, and who is on leave until they are back.
    """
    known = earlier.since
    wanting = {row.mentee for row in result.unmatched if row.reason is not compute.Reason.NO_GAPS}
    wanting = (wanting | set(result.pairs.mentee.tolist())) - paired
    asked = set(Pairing.objects.asked().values_list("mentee_id", flat=True))
    gone = known.keys() - wanting - asked - (earlier.away - paired)
    Waiting.objects.filter(person__in=gone).delete()
    new = sorted(wanting - known.keys())
    Waiting.objects.bulk_create([Waiting(person_id=one, since=as_of) for one in new], batch_size=500)
    return {one: known.get(one, as_of) for one in wanting}


def _write_unmatched(
    unmatched: Iterable[compute.Unmatched], waiting: Mapping[int, datetime], as_of: datetime
) -> None:
    reasons = {
        row.mentee: f"{row.reason.value}:{row.rule.value}" if row.rule else row.reason.value
        for row in unmatched
    }
    known = {row.person_id: row for row in Unmatched.objects.all()}
    Unmatched.objects.filter(person__in=known.keys() - reasons.keys()).delete()
    changed = []
    for person_id, reason in reasons.items():
        row = known.get(person_id)
        since = row.since if row and row.reason == reason else as_of
        told = Unmatched(
            person_id=person_id, reason=reason, since=since, waiting_since=waiting.get(person_id)
        )
        if row is None or (row.since, row.waiting_since) != (told.since, told.waiting_since):
            changed.append(told)
    Unmatched.objects.bulk_create(
        changed,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["reason", "since", "waiting_since"],
    )
