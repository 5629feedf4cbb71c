"""Who sees the pictures of walkthroughs by their own address: authors. Learners see them with the module."""

from typing import Any

from content.kinds.walkthrough.models import WalkthroughPicture
from lifow.base.media.models import Picture
from lifow.people.persons.rules import may_author


def may_see_picture(user: Any, picture: Picture) -> bool:
    """Whether somebody sees a picture because an author has put it into a walkthrough."""
    return bool(may_author(user)) and WalkthroughPicture.objects.filter(picture=picture).exists()
