"""Where a picture is shown, and which picture an address shows. Pure but for the addresses of the site."""

import re

from django.conf import settings
from django.urls import reverse

PICTURE_ID = re.compile(r"pic_[0-9a-z]{16}")


def picture_address(public_id: str) -> str:
    """Where the file of a picture is, on this site."""
    return reverse("media:picture", args=[public_id])


def picture_ids_in(text: str) -> list[str]:
    """The public ids of pictures that a text may show, by whatever stands in it, each once."""
    return list(dict.fromkeys(PICTURE_ID.findall(text)))


def picture_id_in(url: str) -> str:
    """The public id of the picture that an address of this site shows; "" for any other address."""
    found = re.search(PICTURE_ID, url)
    path = url.removeprefix(settings.SITE_URL)
    return found[0] if found and path == picture_address(found[0]) else ""
