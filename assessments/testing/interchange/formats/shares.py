"""Shares of a whole in percent, as Moodle writes them: five decimals at most."""

from decimal import ROUND_HALF_UP, Decimal

FIVE_DECIMALS = Decimal("0.00001")


def share(part: Decimal, of: int) -> Decimal:
    """A part of a whole in percent; nothing of nothing."""
    return (part * 100 / of).quantize(FIVE_DECIMALS, ROUND_HALF_UP) if of else Decimal(0)


def percent(share: Decimal) -> str:
    """A share as digits: 100, 33.33333, -50."""
    return format(share.normalize(), "f")
