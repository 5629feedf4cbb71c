"""Product updates, declared, and what they tell people."""


def register() -> None:
    from content.catalogue.kinds import register_kind
    from content.kinds.update.kind import UpdateKind
    from content.kinds.update.notifications import KINDS
    from lifow.notifications.registry import register_kind as register_message

    register_kind(UpdateKind())
    for message in KINDS:
        register_message(message)
