"""Pages in two versions, and how often a target of the first is found in the second: see `running`."""

from benchmarks.guidance_targets.running import run

__all__ = ["run"]
