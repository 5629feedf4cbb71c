"""Of a file that is sent with a form no more is kept than a form takes."""

from lifow.base.uploads import handlers
from lifow.base.uploads.handlers import BoundedFileUploadHandler


def test_what_is_more_is_not_written_and_its_size_is_told(monkeypatch):
    monkeypatch.setattr(handlers, "MOST_WITH_A_FORM", 10)
    handler = BoundedFileUploadHandler()
    handler.new_file("file", "a.mp4", "video/mp4", 0, "utf-8")
    for start in range(0, 100, 5):
        handler.receive_data_chunk(b"12345", start)
    kept = handler.file_complete(100)
    assert kept.size == 100
    assert kept.read() == b"1234512345"
