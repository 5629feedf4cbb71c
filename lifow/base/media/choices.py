"""What kinds of files are kept."""

from django.db.models import TextChoices


class PictureType(TextChoices):
    """The kinds of pictures that every browser shows, and that hold no program. SVG can, and is none."""

    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"
    GIF = "image/gif", "GIF"
    WEBP = "image/webp", "WebP"
