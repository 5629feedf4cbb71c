"""The terms of a sitting: what its form said when it began."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from assessments.testing.sittings.choices import Feedback
from assessments.testing.sittings.models import TestForm


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a sitting, whatever becomes of its form.

    title         of the form; empty for a quick check
    is_adaptive   whether each question is chosen by the answers before
    feedback      when right answers are shown: a value of `Feedback`
    pass_mark     percent of all points; None where there is none
    valid_months  for so long the result counts; None for as long as any test
    extra_percent extra time that the person had
    most          questions in all, at most; None where each skill has its own limit alone
    repeats       ids of the questions of refreshers that the person was shown before, and knows what is
                  right: a right answer says that they remember it, and counts for no level; a wrong one may
                  count
    """

    title: str = ""
    is_adaptive: bool = True
    feedback: str = Feedback.END.value
    pass_mark: int | None = None
    valid_months: int | None = None
    extra_percent: int = 0
    most: int | None = None
    repeats: Sequence[int] = ()

    @classmethod
    def of_form(cls, form: TestForm, *, extra_percent: int) -> Self:
        """The terms of a form as it is now, for somebody with so much extra time."""
        return cls(
            title=form.title,
            is_adaptive=form.is_adaptive,
            feedback=str(form.feedback),
            pass_mark=form.pass_mark,
            valid_months=form.valid_months,
            extra_percent=extra_percent if form.minutes else 0,
        )

    @classmethod
    def of_quick_check(cls, *, most: int, feedback: str) -> Self:
        return cls(feedback=feedback, most=most)

    @classmethod
    def of_named_questions(cls, *, title: str, most: int) -> Self:
        """Those of a check that asks named questions in their order, such as the quiz of a module."""
        return cls(title=title, is_adaptive=False, feedback=Feedback.EACH.value, most=most)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The terms that a sitting keeps; what another version of lifow wrote besides is left out."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def as_stored(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def shows_after_each(self) -> bool:
        return self.feedback == Feedback.EACH

    @property
    def shows_at_the_end(self) -> bool:
        return self.feedback != Feedback.NEVER
