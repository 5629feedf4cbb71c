"""The leaver brake: how many people one import may end before somebody has to look at it."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from lifow.people.roster.interchange.problems import RosterError


@dataclass(frozen=True, slots=True)
class MaxLeavers:
    """The most leavers: a `share` of those employed, or a `number`. Exactly one of them is set."""

    share: Fraction | None = None
    number: int | None = None

    @classmethod
    def parse(cls, text: str) -> "MaxLeavers":
        """Read “10%” as a share and “25” as a number. Raises RosterError `bad_max_leavers`."""
        stripped = text.strip()
        try:
            amount = Decimal(stripped.removesuffix("%").strip())
        except InvalidOperation as error:
            raise RosterError("bad_max_leavers", value=text) from error
        is_share = stripped.endswith("%")
        if not amount.is_finite() or amount < 0 or (is_share and amount > 100):
            raise RosterError("bad_max_leavers", value=text)
        if is_share:
            return cls(share=Fraction(amount) / 100)
        if amount != amount.to_integral_value():
            raise RosterError("bad_max_leavers", value=text)
        return cls(number=int(amount))

    def allowed(self, employed: int) -> int:
        """How many of `employed` people may leave in one import, rounded down."""
        if self.number is not None:
            return self.number
        return int((self.share or Fraction(0)) * employed)


TEN_PERCENT = MaxLeavers(share=Fraction(1, 10))


@dataclass(frozen=True, slots=True)
class LeaverBrake:
    """More people would leave than allowed, so nothing of the plan may be applied."""

    leavers: int
    employed: int
    allowed: int

    TEMPLATE = (
        "%(leavers)s of %(employed)s people would leave; at most %(allowed)s may. Nothing is written. "
        "Check that the file is complete; if it is right, raise --max-leavers."
    )

    def __str__(self) -> str:
        return self.TEMPLATE % self.parameters

    @property
    def parameters(self) -> dict[str, int]:
        return {"leavers": self.leavers, "employed": self.employed, "allowed": self.allowed}
