"""Withdrawn evidence: what is shown of it, and who had it to confirm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.evidence.reports.confirmation import waiting_ratings
from assessments.evidence.reports.replacements import counting_for
from assessments.frameworks.models import Skill
from lifow.people.persons.models import Employment, Person


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """The evidence of a person's skill, newest first: what counts, and what is withdrawn.

    A piece that is withdrawn has the row that says so as `withdrawal`.
    """

    counting: Sequence[Evidence]
    withdrawn: Sequence[Evidence]


def evidence_shown(person: Person, skill: Skill) -> EvidenceShown:
    """The evidence of a person's skill as `evidence_of` has it, with what is withdrawn beside it.

    As many queries as `evidence_of`; one more where something is withdrawn.
    """
    known = Evidence.objects.for_person(person).not_superseded().with_withdrawal().newest_first()
    rows = counting_for(known.select_related("rater", "skill"), [skill.pk])[skill.pk]
    withdrawn = with_withdrawals([one for one in rows if vars(one)["withdrawal_id"] is not None])
    return EvidenceShown([one for one in rows if vars(one)["withdrawal_id"] is None], withdrawn)


def with_withdrawals(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Pieces of `with_withdrawal`, each with the row that withdraws it by now, or None, as `withdrawal`."""
    rows = list(evidence)
    ids = {pk for one in rows if (pk := vars(one)["withdrawal_id"]) is not None}
    said = EvidenceWithdrawal.objects.select_related("said_by").in_bulk(ids) if ids else {}
    for one in rows:
        vars(one)["withdrawal"] = said.get(vars(one)["withdrawal_id"])
    return rows


def withdrawals_of(evidence: Evidence) -> list[EvidenceWithdrawal]:
    """All that was said of withdrawing a piece, the newest first."""
    rows = EvidenceWithdrawal.objects.filter(evidence=evidence).select_related("said_by")
    return list(rows.order_by("-number"))


def managers_to_confirm(evidence: Evidence) -> list[Person]:
    """The managers who have a self-rating to confirm; nobody where it is none, or does not wait."""
    if evidence.source != Evidence.Source.SELF:
        return []
    if not waiting_ratings([evidence.person_id]).filter(pk=evidence.pk).exists():
        return []
    reporting = Employment.objects.reporting().filter(person=evidence.person_id, manager__isnull=False)
    return [row.manager for row in reporting.select_related("manager") if row.manager is not None]
