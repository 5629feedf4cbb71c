"""The brakes: how much of a company one import may change before somebody has to look at it.

A file that lost a column, or was mapped wrongly, changes many people in the same way. Each kind of change has
a limit, and a plan beyond any of them is not written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from math import ceil

from lifow.people.roster.interchange.problems import RosterError


class MassChange(StrEnum):
    """What is counted; the value is the end of the option that lifts its limit, “--max-leavers”."""

    LEAVERS = "leavers"
    MANAGERS = "managers"
    UNITS = "units"
    JOB_CODES = "job-codes"
    EMAILS = "emails"
    NAMES = "names"
    UNKNOWN_MANAGERS = "unknown-managers"
    EMPTIED_UNITS = "emptied-units"
    BAD_ROWS = "bad-rows"

    @property
    def option(self) -> str:
        return f"--max-{self}"


TEMPLATES: Mapping[MassChange, str] = {
    MassChange.LEAVERS: "%(count)s of %(of)s people would leave; at most %(allowed)s may.",
    MassChange.MANAGERS: "%(count)s of %(of)s people would have another manager, or none; at most"
    " %(allowed)s may.",
    MassChange.UNITS: "%(count)s of %(of)s people would be in another org unit; at most %(allowed)s may.",
    MassChange.JOB_CODES: "%(count)s of %(of)s people would have another job code, or none, and so another"
    " role;"
    " at most %(allowed)s may.",
    MassChange.EMAILS: "%(count)s of %(of)s people would have another email, or none; at most %(allowed)s"
    " may.",
    MassChange.NAMES: "%(count)s of %(of)s people would have another name; at most %(allowed)s may.",
    MassChange.UNKNOWN_MANAGERS: "%(count)s of %(of)s lines name a manager who is not known; at most"
    " %(allowed)s may.",
    MassChange.EMPTIED_UNITS: "%(count)s of %(of)s org units would have nobody left; at most %(allowed)s"
    " may.",
    MassChange.BAD_ROWS: "%(count)s of %(of)s lines are bad; at most %(allowed)s may be.",
}
LIFTED: Mapping[str, str] = {
    MassChange.LEAVERS: "people who leave",
    MassChange.MANAGERS: "changes of manager",
    MassChange.UNITS: "moves to another org unit",
    MassChange.JOB_CODES: "changes of job code",
    MassChange.EMAILS: "changes of email",
    MassChange.NAMES: "changes of name",
    MassChange.UNKNOWN_MANAGERS: "unknown managers",
    MassChange.EMPTIED_UNITS: "org units left empty",
    MassChange.BAD_ROWS: "bad lines",
}
"""What is let through where a limit is lifted, with a number before or after it."""

ADVICE = (
    "Check that the file is complete and its columns are right; if they are, raise %(option)s for"
    " this import."
)


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of one kind of change: a `share` of those who could, or a `number`. Exactly one is set.

    A share lets at least `floor` through, so that a company of five is not stopped by each single change.
    """

    share: Fraction | None = None
    number: int | None = None
    floor: int = 0

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read “10%” as a share and “25” as a number. Raises RosterError `bad_limit`."""
        stripped = text.strip()
        try:
            amount = Decimal(stripped.removesuffix("%").strip())
        except InvalidOperation as error:
            raise RosterError("bad_limit", value=text) from error
        is_share = stripped.endswith("%")
        if not amount.is_finite() or amount < 0 or (is_share and amount > 100):
            raise RosterError("bad_limit", value=text)
        if is_share:
            return cls(share=Fraction(amount) / 100)
        if amount != amount.to_integral_value():
            raise RosterError("bad_limit", value=text)
        return cls(number=int(amount))

    def allowed(self, of: int) -> int:
        """How many of `of` may change in one import, rounded down."""
        if self.number is not None:
            return self.number
        return max(int((self.share or Fraction(0)) * of), self.floor)

    def enough(self, count: int) -> int:
        """Of how many `count` may change, and of more as well; 0 where it does not depend on how many.

        Only of a limit by a share above 0: any other may never be enough.
        """
        if self.share is None or count <= self.floor:
            return 0
        return ceil(count / self.share)


Limits = Mapping[MassChange, Limit]
DEFAULT_LIMITS: Limits = {
    each: Limit(share=Fraction(1, 10), floor=0 if each is MassChange.LEAVERS else 2) for each in MassChange
}
NO_LIMITS: Limits = {each: Limit(share=Fraction(1)) for each in MassChange}


@dataclass(frozen=True, slots=True)
class Brake:
    """More would change than is allowed, so nothing of the plan may be applied."""

    kind: MassChange
    count: int
    of: int
    allowed: int

    def __str__(self) -> str:
        return f"{TEMPLATES[self.kind]} {ADVICE}" % self.parameters

    @property
    def counted(self) -> str:
        """What was counted and the limit, without what to do about it."""
        return TEMPLATES[self.kind] % self.parameters

    @property
    def parameters(self) -> dict[str, int | str]:
        return {"count": self.count, "of": self.of, "allowed": self.allowed, "option": self.kind.option}


def brakes(counts: Mapping[MassChange, tuple[int, int]], limits: Limits) -> tuple[Brake, ...]:
    """The limits that are passed: `counts` has of each kind how many change, and of how many."""
    found = (
        Brake(kind, count, of, (limits.get(kind) or DEFAULT_LIMITS[kind]).allowed(of))
        for kind, (count, of) in counts.items()
    )
    return tuple(brake for brake in found if brake.count > brake.allowed)
