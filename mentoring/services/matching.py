"""Proposing pairings: the match, written down with its reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from lifow.people.models import Person
from mentoring import compute, frames
from mentoring.models import Mentor, Pairing, Unmatched

POLICY = compute.MatchPolicy()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a match run did: proposals made, of these recommended by the match, people without a mentor."""

    proposals: int
    recommended: int
    unmatched: int


def propose_pairings(*, as_of: datetime) -> Proposed:
    """Match everyone who works here with the willing mentors and write the proposals down.

    Each learner gets a shortlist; the match's own choice is marked as recommended. Proposals that nobody
    acted on are replaced; what was asked, accepted or refused stays. The same data gives the same
    proposals, and two runs at once are one after the other.
    """
    with transaction.atomic():
        willing = list(Mentor.objects.willing().select_for_update(of=("self",)).order_by("pk"))
        result, languages = _matched(willing, as_of)
        kept = _replace_proposals(result, languages, as_of)
        _write_unmatched(result.unmatched, as_of)
    return Proposed(proposals=len(kept), recommended=sum(kept.values()), unmatched=len(result.unmatched))


def _matched(willing: list[Mentor], as_of: datetime) -> tuple[compute.MatchResult, Mapping[str, int]]:
    people = list(Person.objects.employed().order_by("pk").distinct())
    mentors = list(Person.objects.filter(mentor__in=willing).order_by("pk"))
    languages = frames.language_bits([*people, *mentors])
    result = compute.match(
        frames.mentees(people, languages, as_of),
        frames.mentors(mentors, languages, as_of),
        frames.barriers(),
        POLICY,
    )
    return result, languages


def _replace_proposals(
    result: compute.MatchResult, languages: Mapping[str, int], as_of: datetime
) -> dict[tuple[int, int], bool]:
    chosen = {(pair.mentee, pair.mentor): pair for pair in result.shortlist}
    recommended = {(pair.mentee, pair.mentor): pair for pair in result.pairs}
    proposals = {**chosen, **recommended}
    stale = Pairing.objects.filter(state=Pairing.State.PROPOSED)
    before = {(row.mentee_id, row.mentor_id): row for row in stale}
    stale.filter(pk__in=[row.pk for key, row in before.items() if key not in proposals]).delete()
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
        else:
            changed.append(_with(row, values))
    Pairing.objects.bulk_create(new, batch_size=500)
    Pairing.objects.bulk_update(changed, ["score", "reason", "is_recommended"], batch_size=500)
    return {key: key in recommended for key in proposals}


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
    Unmatched.objects.exclude(person__in=reasons).delete()
    known = dict(Unmatched.objects.values_list("person_id", "reason"))
    changed = [
        Unmatched(person_id=person_id, reason=reason, since=as_of)
        for person_id, reason in reasons.items()
        if known.get(person_id) != reason
    ]
    Unmatched.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["person"], update_fields=["reason", "since"]
    )
