"""The same changes on pages of families and designs that no weight was fitted on.

`python -m benchmarks.guidance_targets.later` prints a line of JSON a kind to standard error.
"""

from benchmarks.guidance_targets.browser import opened
from benchmarks.guidance_targets.later_families import DESIGNS, FAMILIES
from benchmarks.guidance_targets.pairs import Material
from benchmarks.guidance_targets.running import made_pairs, tell

PAIRS = 1400
FIRST_SEED = 50_000

if __name__ == "__main__":
    with opened() as page:
        tell(made_pairs(page, Material(FAMILIES, DESIGNS), PAIRS, FIRST_SEED))
