"""On how many examples a property is tried: on all in every run but the fast one."""

import os

FEW = "LIFOW_FEW_EXAMPLES"
FEWER = 5
LEAST = 10


def examples(number: int = 100) -> int:
    """Hypothesis' max_examples: a fifth of the number, and no fewer than ten, where FEW is set."""
    return max(number // FEWER, min(number, LEAST)) if os.environ.get(FEW) else number
