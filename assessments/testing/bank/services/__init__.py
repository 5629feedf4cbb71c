"""Writing questions, having them reviewed by a second person, and taking them out of use."""

from assessments.testing.bank.services.contents import (
    LONGEST_ALT,
    ItemChangedError,
    ItemContents,
    ItemError,
    contents_of,
)
from assessments.testing.bank.services.following import follow_skills
from assessments.testing.bank.services.retiring import discard_version, retire_item, unretire_item
from assessments.testing.bank.services.reviewing import (
    publish_version,
    send_back_version,
    submit_version,
    take_back_version,
)
from assessments.testing.bank.services.writing import (
    change_item,
    create_item,
    revise_item,
    save_version,
    set_item_picture,
    start_version,
)

__all__ = [
    "LONGEST_ALT",
    "ItemChangedError",
    "ItemContents",
    "ItemError",
    "change_item",
    "contents_of",
    "create_item",
    "discard_version",
    "follow_skills",
    "publish_version",
    "retire_item",
    "revise_item",
    "save_version",
    "send_back_version",
    "set_item_picture",
    "start_version",
    "submit_version",
    "take_back_version",
    "unretire_item",
]
