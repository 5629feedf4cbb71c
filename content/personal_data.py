"""What content keeps of people: what they learn is theirs, what they wrote is for everybody."""

from lifow.people.privacy.reports import Kept, Words

CODES, FOR_EVERYBODY = Words.CODES, Words.FOR_EVERYBODY

KEPT = (
    Kept(
        "content.Module",
        named=("author", "changed_by"),
        words={
            "key": FOR_EVERYBODY,
            "title": FOR_EVERYBODY,
            "summary": FOR_EVERYBODY,
            "body": FOR_EVERYBODY,
            "facets": FOR_EVERYBODY,
            "idempotency_key": CODES,
        },
        told_named=("public_id", "title", "status", "created_at", "updated_at"),
    ),
    Kept(
        "content.ModuleVersion",
        named=("published_by",),
        words={"contents": FOR_EVERYBODY},
        told_named=("public_id", "module", "number", "published_at"),
    ),
    Kept(
        "content.ModuleDraft",
        named=("changed_by",),
        words={"contents": FOR_EVERYBODY},
        told_named=("module", "updated_at"),
    ),
    Kept(
        "content.Activity",
        about=("person",),
        told=("module", "started_at", "touched_at", "completed_at", "minutes_done", "paused_at", "extra_at"),
    ),
    Kept("content.LearningTime", about=("person",), told=("minutes_per_week", "critical_first")),
    Kept(
        "content.Plan",
        about=("person",),
        words={"gap_digest": CODES, "outcome_details": CODES},
        told=("public_id", "minutes", "minutes_left", "outcome", "computed_at"),
    ),
    Kept(
        "content.PlanItem",
        about=("plan__person",),
        words={"reason_details": CODES},
        told=("position", "module", "skill", "minutes", "level_before", "level_after", "required", "reason"),
    ),
    Kept("content.WeekTold", about=("person",), told=("monday",)),
)
