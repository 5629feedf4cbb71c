"""What the list of missing modules follows: gap reports, the roster, and the catalogue."""

from content.coverage import services


def note_change(event: object, *, occurred_at: object) -> None:
    """Count a change of gap reports, people or modules."""
    services.note_change()
