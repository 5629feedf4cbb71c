"""Ends of addresses."""

from django import template

LONGEST = 6
register = template.Library()


@register.filter
def as_fragment(second: str | None) -> str:
    """The end of an address that has a video begin at a second (Media Fragments); "" for what is none."""
    is_second = second and second.isascii() and second.isdigit() and len(second) <= LONGEST
    return f"#t={second}" if is_second else ""
