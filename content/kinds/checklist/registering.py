"""Checklists, declared: what they tell people, and what moves with a merged record."""


def register() -> None:
    from content.activity.services import register_move
    from content.catalogue.kinds import register_kind
    from content.kinds.checklist.kind import ChecklistKind
    from content.kinds.checklist.notifications import KINDS
    from content.kinds.checklist.services import MOVED, move_checklists
    from lifow.notifications.registry import register_kind as register_message

    register_kind(ChecklistKind())
    register_move(MOVED, move_checklists)
    for message in KINDS:
        register_message(message)
