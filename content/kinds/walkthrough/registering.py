"""Walkthroughs, declared: their pictures, and what moves with a merged record."""


def register() -> None:
    from content.activity.services import register_move
    from content.catalogue.kinds import register_kind
    from content.kinds.walkthrough.kind import WalkthroughKind
    from content.kinds.walkthrough.models import WalkthroughProgress
    from content.kinds.walkthrough.rules import may_see_picture
    from content.kinds.walkthrough.services import move_walkthrough_progress
    from lifow.base.media.access import register_use

    register_kind(WalkthroughKind())
    register_move([WalkthroughProgress], move_walkthrough_progress)
    register_use("pictures of walkthroughs", may_see_picture)
