"""Proposing pairings: the match, written down with its reasons."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from lifow.people.persons.models import Person
from mentoring.choices import ANSWERABLE
from mentoring.matching import compute, selectors
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing, Unmatched

POLICY = compute.MatchPolicy()
KEPT_FOR = timedelta(days=7)  # who is about to ask is told that the proposal is gone
MATCH_RUN = 0x6D617463680A  # the name of the lock in the database's own list of locks


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a match run did: proposals made, of these recommended by the match, people without a mentor."""

    proposals: int
    recommended: int
    unmatched: int


def propose_pairings(*, as_of: datetime) -> Proposed:
    """Match everyone who works here with the willing mentors and write the proposals down.

    Each learner without a mentor gets a shortlist; the match's own choice is marked as recommended.
    Proposals that nobody acted on are replaced: they expire, and are forgotten after a week. What was asked,
    accepted or refused meanwhile stays as it is. The same data gives the same proposals, and two runs at
    once are one after the other.
    """
    with transaction.atomic():
        _one_run_at_a_time()
        known = set(Pairing.objects.proposed().values_list("pk", flat=True))
        result, languages = _matched(as_of)
        kept = _replace_proposals(result, known, languages, as_of)
        _write_unmatched(result.unmatched, as_of)
        Pairing.objects.dropped().filter(closed_at__lt=as_of - KEPT_FOR).delete()
    return Proposed(proposals=len(kept), recommended=sum(kept.values()), unmatched=len(result.unmatched))


def _one_run_at_a_time() -> None:
    """Have a second run wait for the first, and nobody else: no row is locked while the match computes.

    On SQLite the write transaction is that lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MATCH_RUN])


def _matched(as_of: datetime) -> tuple[compute.MatchResult, Mapping[str, int]]:
    people = list(Person.objects.employed().order_by("pk").distinct())
    mentors = list(Person.objects.filter(mentor__in=Mentor.objects.willing()).order_by("pk"))
    languages = selectors.language_bits([*people, *mentors])
    result = compute.match(
        selectors.mentees(people, languages, as_of),
        selectors.mentors(mentors, languages, as_of),
        selectors.barriers(),
        POLICY,
    )
    return result, languages


def _replace_proposals(
    result: compute.MatchResult, known: Set[int], languages: Mapping[str, int], as_of: datetime
) -> dict[tuple[int, int], bool]:
    """Write the proposals that still hold; which of them the match recommends."""
    open_rows = Pairing.objects.filter(state__in=ANSWERABLE)
    locked = list(open_rows.select_for_update(of=("self",)).order_by("pk"))
    before = {(row.mentee_id, row.mentor_id): row for row in locked if row.state == Pairing.State.PROPOSED}
    recommended = {(pair.mentee, pair.mentor): pair for pair in result.pairs}
    shortlisted = {(pair.mentee, pair.mentor): pair for pair in result.shortlist}
    proposals = _without_settled({**shortlisted, **recommended})
    stale = [row.pk for key, row in before.items() if key not in proposals and row.pk in known]
    Pairing.objects.filter(pk__in=stale).update(state=Pairing.State.EXPIRED, closed_at=as_of)
    new, changed = [], []
    for key, pair in sorted(proposals.items()):
        values = {
            "score": pair.score,
            "reason": _reason(pair, languages),
            "is_recommended": key in recommended,
        }
        row = before.get(key)
        if row is None:
            new.append(Pairing(mentee_id=key[0], mentor_id=key[1], proposed_at=as_of, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            changed.append(_with(row, values))
    Pairing.objects.bulk_create(new, batch_size=500)
    Pairing.objects.bulk_update(changed, ["score", "reason", "is_recommended"], batch_size=500)
    return {key: key in recommended for key in proposals}


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


def _write_unmatched(unmatched: Iterable[compute.Unmatched], as_of: datetime) -> None:
    reasons = {
        row.mentee: f"{row.reason.value}:{row.rule.value}" if row.rule else row.reason.value
        for row in unmatched
    }
    known = dict(Unmatched.objects.values_list("person_id", "reason"))
    Unmatched.objects.filter(person__in=known.keys() - reasons.keys()).delete()
    changed = [
        Unmatched(person_id=person_id, reason=reason, since=as_of)
        for person_id, reason in reasons.items()
        if known.get(person_id) != reason
    ]
    Unmatched.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["person"], update_fields=["reason", "since"]
    )
