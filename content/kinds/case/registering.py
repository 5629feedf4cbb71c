"""Case stories, declared."""


def register() -> None:
    from content.catalogue.kinds import register_kind
    from content.kinds.case.kind import Case

    register_kind(Case())
