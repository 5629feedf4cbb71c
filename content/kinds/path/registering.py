"""Paths, declared."""


def register() -> None:
    from content.catalogue.kinds import register_kind
    from content.kinds.path.kind import PathKind

    register_kind(PathKind())
