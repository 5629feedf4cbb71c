"""What product updates replace, whom they concern, and who has read them."""

from content.kinds.update.mentions import may_mention, mention_of
from content.kinds.update.reports.modules import (
    MOST_MENTIONS,
    Replaced,
    changed_since,
    learned_before,
    replaced_by,
    terms_of,
    to_be_replaced,
    with_changes,
)
from content.kinds.update.reports.people import (
    Readers,
    Whom,
    concerned_by,
    not_read_by,
    readers_of,
    whom_in_words,
    whom_named,
)

__all__ = [
    "MOST_MENTIONS",
    "Readers",
    "Replaced",
    "Whom",
    "changed_since",
    "concerned_by",
    "learned_before",
    "may_mention",
    "mention_of",
    "not_read_by",
    "readers_of",
    "replaced_by",
    "terms_of",
    "to_be_replaced",
    "whom_in_words",
    "whom_named",
    "with_changes",
]
