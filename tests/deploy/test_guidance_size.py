"""What a page of another tool has to load before anything is shown."""

import gzip
from pathlib import Path

DIST = Path(__file__).resolve().parents[2] / "lifow/static/dist"
MOST_BYTES = 15_000


def test_the_core_of_guidance_is_small():
    assert len(gzip.compress((DIST / "guidance.js").read_bytes(), 9)) <= MOST_BYTES
