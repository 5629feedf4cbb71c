"""Templates, declared: copies move with a merged record, and show their pictures."""


def register() -> None:
    from content.activity.services import register_move
    from content.catalogue.kinds import register_kind
    from content.kinds.template.kind import Template
    from content.kinds.template.rules import may_see_picture
    from content.kinds.template.services import MOVED, move_copies
    from lifow.base.media.access import register_use

    register_kind(Template())
    register_move(MOVED, move_copies)
    register_use("pictures of copies", may_see_picture)
