"""What assessments keep of people: what is known of their skills, and what they said of others'."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assessments.aggregates.services import uncount_people
from assessments.evidence.models import Evidence
from assessments.gaps.reports import report_history
from assessments.gaps.services import forget_raters
from assessments.marks.services import mark_stale
from assessments.testing.sittings.personal_data import KEPT as OF_SITTINGS
from assessments.testing.sittings.personal_data import answers_of
from lifow.people.privacy.reports import Kept, Row, Subject, Words

CODES, THEIRS, FOR_EVERYBODY = Words.CODES, Words.THEIRS, Words.FOR_EVERYBODY
ERASED_REASON = "erased"
ERASED = {"erased": True}
"""The origin of evidence whose rater was erased: their words are gone, the level stays."""


def compute_rated_again(subject: Subject, at: datetime) -> int:
    """Have the reports of those whom an erased person has rated be computed again: no rater is known then."""
    given = Evidence.objects.filter(rater__in=subject.ids).exclude(person__in=subject.ids)
    rated = set(given.order_by().values_list("person_id", flat=True).distinct())
    mark_stale(person_ids=rated, reason="rater erased", marked_at=at)
    return 0


def forget_strictness(subject: Subject, at: datetime) -> int:
    """Take the person out of the policies, which hold by how much each rater differs."""
    return forget_raters(rater_ids=subject.ids)


def count_without(subject: Subject, at: datetime) -> int:
    """Count the units in which the person was counted anew, without them."""
    uncount_people(person_ids=subject.ids)
    return 0


def reports_of(subject: Subject) -> Sequence[Row]:
    """Each gap report that somebody had, with its skills."""
    return report_history(person_ids=subject.ids)


KEPT = (
    Kept("assessments.Scale", words={"key": CODES, "name": FOR_EVERYBODY}),
    Kept("assessments.Level", words={"name": FOR_EVERYBODY, "text": FOR_EVERYBODY}),
    Kept(
        "assessments.Framework",
        words={"key": CODES, "name": FOR_EVERYBODY, "attribution": FOR_EVERYBODY},
    ),
    Kept(
        "assessments.LevelMap",
        named=("mapped_by",),
        words={"before": FOR_EVERYBODY, "after": FOR_EVERYBODY, "pairs": CODES},
        told_named=("framework", "mapped_at"),
    ),
    Kept("assessments.FrameworkVersion", words={"note": FOR_EVERYBODY}),
    Kept(
        "assessments.Skill",
        words={"external_id": CODES, "name": FOR_EVERYBODY, "description": FOR_EVERYBODY},
    ),
    Kept("assessments.SkillLevel", words={"text": FOR_EVERYBODY}),
    Kept(
        "assessments.SkillReplacement",
        named=("said_by",),
        words={"pairs": CODES},
        told_named=("old", "new", "replaced_at"),
    ),
    Kept("assessments.SkillOwner", about=("person",), told=("skill", "created_at")),
    Kept("assessments.RoleFamily", words={"name": FOR_EVERYBODY}),
    Kept(
        "assessments.Role",
        words={"external_id": CODES, "name": FOR_EVERYBODY, "description": FOR_EVERYBODY},
    ),
    Kept(
        "assessments.RoleLevel",
        words={"external_id": CODES, "name": FOR_EVERYBODY, "description": FOR_EVERYBODY},
    ),
    Kept(
        "assessments.FrameworkImport",
        named=("uploaded_by", "confirmed_by"),
        words={
            "files": CODES,
            "digest": CODES,
            "upload": FOR_EVERYBODY,
            "outcome": FOR_EVERYBODY,
            "summary": FOR_EVERYBODY,
            "shown": CODES,
            "problem": Words.OF_PROGRAMS,
            "last_error": Words.OF_PROGRAMS,
            "format": CODES,
            "level_map": CODES,
            "levels_of_others": CODES,
        },
        told_named=("framework", "uploaded_at", "confirmed_at"),
    ),
    Kept("assessments.JobCodeRule", words={"job_code": CODES}),
    Kept(
        "assessments.RoleAssignment",
        about=("person",),
        words={"external_source": CODES, "external_id": THEIRS},
        told=("role_level", "source", "starts_on", "ends_on", "external_source", "external_id"),
    ),
    Kept(
        "assessments.StaleMark",
        about=("person",),
        words={"reason": CODES, "last_error": THEIRS},
        told=("marked_at",),
    ),
    Kept(
        "assessments.Evidence",
        about=("person",),
        named=("rater",),
        by={"origin": ("rater", ERASED)},
        words={"idempotency_key": CODES, "attributed_by": CODES},
        told=(
            "public_id",
            "skill",
            "level",
            "standard_error",
            "source",
            "rater",
            "observed_at",
            "valid_until",
            "origin",
            "recorded_at",
        ),
        told_named=("source", "observed_at", "recorded_at"),
        erase=compute_rated_again,
    ),
    Kept(
        "assessments.EvidenceWithdrawal",
        about=("evidence__person",),
        named=("said_by",),
        by={"reason": ("said_by", ERASED_REASON)},
        words={"client": CODES},
        told=("evidence__skill", "number", "reason", "said_at"),
        told_named=("said_at",),
    ),
    Kept(
        "assessments.GapPolicyVersion",
        words={"parameters": Words.LOOKED_AFTER, "note": FOR_EVERYBODY},
        erase=forget_strictness,
    ),
    Kept(
        "assessments.GapReport",
        about=("person",),
        words={"packed": THEIRS, "digest": CODES},
        export=reports_of,
    ),
    Kept(
        "assessments.CheckedStatement",
        about=("evidence__person", "report__person"),
        told=("evidence", "chance", "expected", "came_true"),
    ),
    Kept("assessments.ReliabilityBin"),
    Kept(
        "assessments.SeverityEstimate",
        named=("asked_by",),
        words={"last_error": Words.OF_PROGRAMS},
        told_named=("asked_at", "state"),
    ),
    Kept("assessments.RaterSeverity", about=("rater",), told=("mean", "sd", "ratings", "compared")),
    Kept(
        "assessments.SeverityContest",
        about=("rater",),
        named=("decided_by",),
        by={"note": ("decided_by", "")},
        words={"text": THEIRS},
        told=("state", "text", "opened_at", "decided_by", "decided_at", "note"),
    ),
    Kept(
        "assessments.RequestBatch",
        named=("asked_by",),
        words={"skipped": CODES, "idempotency_key": CODES},
        told_named=("public_id", "origin", "asked_at"),
    ),
    Kept(
        "assessments.RatingRequest",
        about=("person", "asked"),
        named=("asked_by", "closed_by"),
        told=("public_id", "skill", "source", "state", "asked_at", "closed_at", "closing_reason"),
    ),
    Kept(
        "assessments.ItemAnswer",
        about=("person",),
        words={"sitting_key": CODES, "chosen": THEIRS},
        export=answers_of,
    ),
    Kept(
        "assessments.Item",
        named=("author", "retired_by"),
        words={
            "language": CODES,
            "retired_reason": FOR_EVERYBODY,
            "external_source": CODES,
            "external_id": CODES,
            "idempotency_key": CODES,
        },
        told_named=("public_id", "skill", "state", "created_at", "retired_at"),
    ),
    Kept(
        "assessments.ItemVersion",
        named=("created_by", "changed_by", "reviewer", "reviewed_by"),
        by={"review_note": ("reviewed_by", "")},
        words={
            "stem": FOR_EVERYBODY,
            "body": FOR_EVERYBODY,
            "picture_alt": FOR_EVERYBODY,
            "searched_answers": FOR_EVERYBODY,
            "searched_skill": FOR_EVERYBODY,
        },
        told_named=("public_id", "number", "state", "created_at", "submitted_at", "reviewed_at"),
    ),
    Kept(
        "assessments.ItemImport",
        named=("uploaded_by", "confirmed_by"),
        words={
            "files": CODES,
            "digest": CODES,
            "upload": FOR_EVERYBODY,
            "outcome": FOR_EVERYBODY,
            "summary": CODES,
            "shown": CODES,
            "problem": Words.OF_PROGRAMS,
            "last_error": Words.OF_PROGRAMS,
            "said": CODES,
        },
        told_named=("public_id", "uploaded_at", "confirmed_at"),
    ),
    Kept(
        "assessments.Calibration",
        named=("asked_by",),
        words={"last_error": Words.OF_PROGRAMS, "report": CODES},
        told_named=("public_id", "skill", "number", "asked_at", "state"),
    ),
    Kept("assessments.ItemParameters", words={"thresholds": CODES, "threshold_ses": CODES}),
    Kept(
        "assessments.ItemHealth",
        named=("looked_at_by",),
        by={"note": ("looked_at_by", "")},
        words={"options": CODES, "reasons": CODES, "kept_reasons": CODES},
        told_named=("version", "looked_at", "state", "note"),
    ),
    Kept("assessments.RecountMark", about=("person",), told=("marked_at",)),
    Kept(
        "assessments.PersonNeed",
        about=("counted__person",),
        not_told=_("A copy of the gap report, kept for lists: by the report itself."),
    ),
    Kept(
        "assessments.CountedPerson",
        about=("person",),
        words={"digest": CODES},
        told=("org_unit", "is_on_leave"),
        erase=count_without,
    ),
    Kept("assessments.UnitTotals", words={"packed": CODES}),
    Kept("assessments.LeaveTotals", words={"packed": CODES}),
    *OF_SITTINGS,
)
