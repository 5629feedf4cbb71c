"""A learner in Lagos and a mentor in Berlin, who are paired; and a clock."""

from tests.mentoring.sessions.conftest import abena, guide, now, pairing

__all__ = ["abena", "guide", "now", "pairing"]
