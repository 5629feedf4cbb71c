"""What mentoring keeps of people: a pairing is both's, and goes with either of the two."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.people.privacy.reports import Kept, Row, Subject, Words
from mentoring.pairings.models import Pairing
from mentoring.sessions.models import Session
from mentoring.tasks.models import Feedback, Task

CODES, THEIRS = Words.CODES, Words.THEIRS


def pairings_to_end(subject: Subject) -> list[str]:
    """Pairings that run and requests that wait: whoever is on the other side is told as always, first."""
    rows = Pairing.objects.under_way().for_mentee_or_mentor(subject.ids).select_related("mentee", "mentor")
    said = _("%(mentee)s and %(mentor)s are paired, or one has asked the other. End it first (%(id)s).")
    return [said % {"mentee": one.mentee, "mentor": one.mentor, "id": one.public_id} for one in rows]


def pairings_of(subject: Subject) -> Sequence[Row]:
    """The pairings of a person. What a learner wrote, and what it was about, is the learner's to read."""
    known = Pairing.objects.for_mentee_or_mentor(subject.ids).select_related("mentee", "mentor")
    # Of a proposal that nobody asked for, the mentor does not read.
    rows = known.exclude(mentor__in=subject.ids, asked_at__isnull=True).order_by("pk")
    return [_pairing(one, is_mentee=one.mentee_id in subject.ids) for one in rows]


def tasks_of(subject: Subject) -> Sequence[Row]:
    """What a learner has handed in, in full; of a mentor's learners, when."""
    rows = Task.objects.filter(pairing__in=Pairing.objects.for_mentee_or_mentor(subject.ids))
    found: list[Row] = []
    for one in rows.select_related("pairing", "skill").order_by("pk"):
        row: dict[str, object] = {"handed_in_at": one.handed_in_at.isoformat()}
        if one.pairing.mentee_id in subject.ids:
            row |= {"title": one.title, "body": one.body, "skill": str(one.skill)}
        found.append(row)
    return found


def feedback_of(subject: Subject) -> Sequence[Row]:
    """Feedback that a learner was given, in full; of a mentor's own, when."""
    rows = Feedback.objects.filter(task__pairing__in=Pairing.objects.for_mentee_or_mentor(subject.ids))
    found: list[Row] = []
    for one in rows.select_related("task__pairing__mentor", "evidence").order_by("pk"):
        row: dict[str, object] = {"given_at": one.given_at.isoformat()}
        if one.task.pairing.mentee_id in subject.ids:
            level = float(one.evidence.level)
            row |= {
                "task": str(one.task),
                "text": one.text,
                "level": level,
                "mentor": str(one.task.pairing.mentor),
            }
        found.append(row)
    return found


def sessions_of(subject: Subject) -> Sequence[Row]:
    """When somebody was to meet a mentor or a learner, and what became of it."""
    rows = Session.objects.filter(pairing__in=Pairing.objects.for_mentee_or_mentor(subject.ids))
    return [
        {
            "public_id": one.public_id,
            "with": str(one.pairing.mentor if one.pairing.mentee_id in subject.ids else one.pairing.mentee),
            "state": one.get_state_display(),
            "starts_at": one.starts_at.isoformat() if one.starts_at else None,
            "ends_at": one.ends_at.isoformat() if one.ends_at else None,
        }
        for one in rows.select_related("pairing__mentee", "pairing__mentor").order_by("pk")
    ]


def _pairing(pairing: Pairing, *, is_mentee: bool) -> Row:
    moments = ("proposed_at", "asked_at", "accepted_at", "closed_at")
    told: dict[str, object] = {
        "public_id": pairing.public_id,
        "mentee": str(pairing.mentee),
        "mentor": str(pairing.mentor),
        "state": pairing.get_state_display(),
        **{name: one.isoformat() if (one := getattr(pairing, name)) else None for name in moments},
    }
    if is_mentee:
        told |= {"message": pairing.message, "closing_note": pairing.closing_note}
    return told


KEPT = (
    Kept(
        "mentoring.Mentor",
        about=("person",),
        words={"about": THEIRS},
        told=("is_willing", "about", "created_at"),
    ),
    Kept("mentoring.Seat", about=("mentor__person",), told=("number", "closed_at")),
    Kept("mentoring.FindableSkill", about=("person",), told=("skill", "chosen_at")),
    Kept(
        "mentoring.ExcludedPair",
        about=("mentee", "mentor"),
        words={"note": THEIRS},
        not_told=gettext_lazy(
            "HR keeps whom you are not paired with. It is about somebody else as well: ask HR."
        ),
    ),
    Kept(
        "mentoring.Pairing",
        about=("mentee", "mentor"),
        named=("closed_by",),
        by={"closing_note": ("closed_by", "")},
        words={"reason": CODES, "message": THEIRS},
        export=pairings_of,
        objections=pairings_to_end,
    ),
    Kept("mentoring.Waiting", about=("person",), told=("since",)),
    Kept(
        "mentoring.Unmatched",
        about=("person",),
        words={"reason": CODES},
        told=("reason", "since", "waiting_since"),
    ),
    Kept(
        "mentoring.Task",
        about=("pairing__mentee", "pairing__mentor"),
        words={"title": THEIRS, "body": THEIRS},
        export=tasks_of,
    ),
    Kept(
        "mentoring.Feedback",
        about=("task__pairing__mentee", "task__pairing__mentor"),
        words={"text": THEIRS},
        export=feedback_of,
    ),
    Kept(
        "mentoring.Session",
        about=("pairing__mentee", "pairing__mentor"),
        export=sessions_of,
    ),
    Kept(
        "mentoring.SessionSlot",
        about=("session__pairing__mentee", "session__pairing__mentor"),
        told=("starts_at", "ends_at"),
    ),
    Kept(
        "mentoring.SessionReminder",
        about=("session__pairing__mentee", "session__pairing__mentor"),
        told=("due_at",),
    ),
    Kept(
        "mentoring.HelpRequest",
        about=("person",),
        named=("claimed_by", "answered_by"),
        words={
            "title": THEIRS,
            "text": THEIRS,
            "about": CODES,
            "draft_title": THEIRS,
            "draft_text": THEIRS,
            "idempotency_key": CODES,
        },
        told=("public_id", "kind", "skill", "title", "text", "state", "asked_at", "closed_at"),
        told_named=("public_id", "kind", "state", "claimed_at", "closed_at"),
    ),
    Kept("mentoring.HelpStep", about=("person",), told=("request", "step", "asked_at", "passed_at")),
    Kept("mentoring.HelpClaim", about=("person",), told=("request", "claimed_at", "ended_at", "end")),
    Kept(
        "mentoring.HelpMessage",
        about=("request__person",),
        named=("author",),
        words={"idempotency_key": CODES},
        by={"text": ("author", "")},
        told=("text", "written_at"),
        told_named=("text", "written_at"),
    ),
    Kept("mentoring.HelpPolicy", words={"steps": CODES}),
)
