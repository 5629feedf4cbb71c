"""Where in somebody's week learning time has its place: a pure function of what is free."""

from channels.calendar.compute.placing import Block, place

__all__ = ["Block", "place"]
