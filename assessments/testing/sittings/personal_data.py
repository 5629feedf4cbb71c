"""What tests and sittings keep of people."""

from lifow.people.privacy.reports import Kept, Words

CODES, THEIRS, FOR_EVERYBODY = Words.CODES, Words.THEIRS, Words.FOR_EVERYBODY

KEPT = (
    Kept(
        "assessments.TestForm",
        named=("created_by", "changed_by"),
        words={
            "title": FOR_EVERYBODY,
            "about": FOR_EVERYBODY,
            "language": CODES,
            "idempotency_key": CODES,
        },
        told_named=("public_id", "title", "state", "created_at"),
    ),
    Kept("assessments.FormFigures", words={"skills": CODES}),
    Kept(
        "assessments.Accommodation",
        about=("person",),
        named=("set_by",),
        told=("extra_percent", "set_by", "set_at"),
        told_named=("set_at",),
    ),
    Kept(
        "assessments.Sitting",
        about=("person",),
        words={"terms": CODES, "idempotency_key": CODES},
        told=(
            "public_id",
            "form",
            "purpose",
            "attempt",
            "state",
            "started_at",
            "deadline_at",
            "finished_at",
            "points",
            "highest_points",
            "is_passed",
        ),
    ),
    Kept(
        "assessments.SittingSkill",
        about=("sitting__person", "open_for"),
        told=("sitting", "skill", "required", "conclusion", "chance", "level", "standard_error"),
    ),
    Kept(
        "assessments.SittingItem",
        about=("sitting__person",),
        words={"thresholds": CODES, "answer": THEIRS, "idempotency_key": CODES},
        told=("sitting", "number", "shown_at", "answered_at", "answer", "score", "confidence", "is_late"),
    ),
    Kept(
        "assessments.Certificate",
        about=("person",),
        words={"title": FOR_EVERYBODY},
        told=("public_id", "title", "issued_at", "valid_until"),
    ),
)
