"""What kinds of files are taken whole, and stored as they are."""

from django.db.models import TextChoices


class FileType(TextChoices):
    """Videos that every browser plays, documents, and packages of files that are read from the zip."""

    MP4 = "video/mp4", "MP4"
    WEBM = "video/webm", "WebM"
    PDF = "application/pdf", "PDF"
    ZIP = "application/zip", "Zip"


VIDEOS = (FileType.MP4, FileType.WEBM)
