"""Files that are sent with a form, as Django keeps them while a request is read."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_WITH_A_FORM = 100 * 2**20
"""Bytes of the largest file that a form takes; larger ones come in pieces."""


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Keeps no more of a file than a form takes.

    The file says how large it was all the same, so that the form can refuse it, and keep what was typed.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start < MOST_WITH_A_FORM:
            super().receive_data_chunk(raw_data, start)
