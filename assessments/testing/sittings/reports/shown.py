"""Questions as they may be shown: never with what is right before the sitting allows it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from assessments.testing.bank.kinds import Feedback, kind_named
from assessments.testing.bank.reports import ShownItem, shown_item
from assessments.testing.sittings.models import Sitting, SittingItem, SittingSkill
from assessments.testing.sittings.terms import Terms
from lifow.base.database.prepared import prepared


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question of a sitting for the person who sits it.

    shown      what it says, and its options, steps, pairs or areas by their places
    answer     what was answered, in words; None where it waits for an answer
    feedback   what is right and why; None before it may be told
    is_right   None before it may be told
    """

    item: SittingItem
    shown: ShownItem
    answer: tuple[str, ...] | None
    feedback: Feedback | None

    @property
    def picture_url(self) -> str | None:
        """Where the picture is, for the person who is shown the question."""
        picture = self.shown.picture
        return None if picture is None else reverse("media:picture", args=[picture.public_id])

    @property
    def is_right(self) -> bool | None:
        return None if self.feedback is None else self.feedback.is_right


def shown_question(sitting: Sitting, item: SittingItem) -> ShownQuestion:
    """A question that was shown, `item` with its version, and that with its item and picture; no query."""
    version = item.version
    said = kind_named(version.kind).feedback(version.body, item.answer or {}) if item.is_answered else None
    return ShownQuestion(
        item=item,
        shown=shown_item(version, seed=item.seed),
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
    found = rows.select_related("version__item", "version__picture", "part__skill").order_by("number")
    return [shown_question(sitting, one) for one in found]


def question_numbered(sitting: Sitting, number: int) -> ShownQuestion | None:
    """The question with this number, if it was shown; one query."""
    found = next(iter(_numbered(sitting, number)), None)
    return None if found is None else shown_question(sitting, found)


@prepared
def _numbered(sitting: Sitting, number: int) -> QuerySet[SittingItem]:
    rows = SittingItem.objects.filter(sitting=sitting, number=number, shown_at__isnull=False)
    return rows.select_related("version__item", "version__picture", "part__skill")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sitting is, and what is next.

    current   number of the question that waits for an answer; None where none does
    answered  numbers of those that were answered
    most      how many are asked in all; of an adaptive sitting at most (`is_at_most`)
    """

    current: int | None
    answered: tuple[int, ...]
    most: int
    is_at_most: bool


def progress_of(sitting: Sitting) -> Progress:
    """How far a sitting is; two queries."""
    rows = _progress(sitting)
    waiting = [number for number, answered_at in rows if answered_at is None]
    answered = tuple(number for number, answered_at in rows if answered_at is not None)
    terms = Terms.read(sitting.terms)
    most = terms.most if terms.most is not None else sum(_limits(sitting))
    current = waiting[0] if waiting and sitting.is_open else None
    return Progress(current, answered, max(most, len(rows)), terms.is_adaptive)


@prepared
def _progress(sitting: Sitting) -> QuerySet[SittingItem, tuple[int, datetime | None]]:
    rows = SittingItem.objects.filter(sitting=sitting, shown_at__isnull=False)
    return rows.order_by("number").values_list("number", "answered_at")


def _limits(sitting: Sitting) -> list[int]:
    return [most for (most,) in _mosts(sitting)]


@prepared
def _mosts(sitting: Sitting) -> QuerySet[SittingSkill, tuple[int]]:
    return SittingSkill.objects.filter(sitting=sitting).values_list("most")
