"""What erasing somebody would do, whether it may be, and all that is kept about a person."""

from lifow.people.privacy.choices import Words
from lifow.people.privacy.registry import Kept, Row, all_kept, declare, declared_models
from lifow.people.privacy.reports.exports import (
    ExportPage,
    ExportPart,
    KeptKind,
    PersonExport,
    export_of,
    export_page,
)
from lifow.people.privacy.reports.previews import (
    Counted,
    ErasurePreview,
    erasure_preview,
    hr_admin_since,
    objections_to_asking,
    objections_to_confirming,
)
from lifow.people.privacy.subject import NOBODY, Subject, subject_of, text_of

__all__ = [
    "NOBODY",
    "Counted",
    "ErasurePreview",
    "ExportPage",
    "ExportPart",
    "Kept",
    "KeptKind",
    "PersonExport",
    "Row",
    "Subject",
    "Words",
    "all_kept",
    "declare",
    "declared_models",
    "erasure_preview",
    "export_of",
    "export_page",
    "hr_admin_since",
    "objections_to_asking",
    "objections_to_confirming",
    "subject_of",
    "text_of",
]
