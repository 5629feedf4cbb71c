"""Questions as they may be shown: never with what is right before the sitting allows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.testing.bank.kinds import Feedback, kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.terms import Terms


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question of a sitting for whoever sits it.

    body       the options, steps, pairs or areas by their places, without what is right
    answer     what was answered, in words; None where it waits for an answer
    feedback   what is right and why; None before it may be told
    is_right   None before it may be told
    """

    item: SittingItem
    body: dict[str, Any]
    answer: tuple[str, ...] | None
    feedback: Feedback | None

    @property
    def version(self) -> ItemVersion:
        return self.item.version

    @property
    def is_right(self) -> bool | None:
        return None if self.feedback is None else self.feedback.is_right


def shown_question(sitting: Sitting, item: SittingItem) -> ShownQuestion:
    """A question that was shown, `item` with its version; no query."""
    version = item.version
    kind = kind_named(version.kind)
    said = kind.feedback(version.body, item.answer or {}) if item.is_answered else None
    return ShownQuestion(
        item=item,
        body=kind.shown(version.body, item.seed),
        answer=None if said is None else tuple(remark.text for remark in said.chosen),
        feedback=said if may_tell(sitting) else None,
    )


def may_tell(sitting: Sitting) -> bool:
    """Whether what is right may be told of the answers that were given."""
    terms = Terms.read(sitting.terms)
    return terms.shows_after_each or (not sitting.is_open and terms.shows_at_the_end)


def asked_questions(sitting: Sitting) -> list[ShownQuestion]:
    """All that was shown of a sitting, in order; one query."""
    rows = SittingItem.objects.filter(sitting=sitting, shown_at__isnull=False)
    found = rows.select_related("version__picture", "part__skill").order_by("number")
    return [shown_question(sitting, one) for one in found]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sitting is: how many were answered, of how many, where that is known, and the time left.

    of        of an adaptive sitting at most
    seconds   until its time is over; None where it is not limited
    """

    answered: int
    of: int
    is_at_most: bool
    seconds: int | None


def progress_of(sitting: Sitting, items: Sequence[SittingItem], as_of: datetime) -> Progress:
    """How far a sitting with these questions and its `skills`, which are fetched, is."""
    terms = Terms.read(sitting.terms)
    most = terms.most if terms.most is not None else sum(part.most for part in sitting.skills.all())
    seconds = max(0, round((sitting.deadline_at - as_of).total_seconds())) if sitting.is_timed else None
    answered = sum(one.is_answered for one in items)
    return Progress(answered, max(most, answered), terms.is_adaptive, seconds)
