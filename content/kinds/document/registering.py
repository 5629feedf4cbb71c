"""Documents, declared, and what is uploaded for them."""


def register() -> None:
    from content.catalogue.kinds import register_kind
    from content.kinds.document.forms import PURPOSE
    from content.kinds.document.kind import Document
    from content.kinds.document.recognising import LARGEST, recognise_pdf
    from content.kinds.document.reports import used_files
    from content.kinds.document.rules import may_upload
    from content.kinds.document.services import expect_text
    from lifow.base.uploads.uses import Use, register_use

    register_kind(Document())
    register_use(
        Use(
            PURPOSE,
            may_upload=may_upload,
            used=used_files,
            recognise=recognise_pdf,
            stored=expect_text,
            largest_bytes=LARGEST,
        )
    )
