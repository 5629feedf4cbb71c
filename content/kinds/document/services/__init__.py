"""Reading PDFs in the background, as it is written down."""

from content.kinds.document.services.reading import expect_text, read_documents

__all__ = ["expect_text", "read_documents"]
