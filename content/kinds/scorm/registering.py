"""SCORM packages, declared: what is uploaded for them, and what moves with a merged record."""


def register() -> None:
    from content.activity.services import register_move
    from content.catalogue.kinds import register_kind
    from content.kinds.scorm.archives import LARGEST
    from content.kinds.scorm.forms import PURPOSE
    from content.kinds.scorm.kind import Scorm
    from content.kinds.scorm.recognising import recognise_package
    from content.kinds.scorm.reports import used_files
    from content.kinds.scorm.rules import may_upload
    from content.kinds.scorm.services import MOVED, keep_package, move_packages
    from lifow.base.uploads.uses import Use, register_use

    register_kind(Scorm())
    register_move(MOVED, move_packages)
    register_use(
        Use(
            PURPOSE,
            may_upload=may_upload,
            used=used_files,
            recognise=recognise_package,
            stored=keep_package,
            largest_bytes=LARGEST,
        )
    )
