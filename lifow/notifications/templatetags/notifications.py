"""Template tags of messages: addresses for outside of the site, and levels as text."""

from django import template

from lifow.base.links import absolute_url
from lifow.notifications.links import message_url
from lifow.notifications.mail import EMAIL
from lifow.notifications.registry import Letter
from lifow.notifications.reports import level_bar_in_text, level_in_words

register = template.Library()


@register.filter
def letter_url(letter: Letter) -> str:
    """The address of a mail that opens a message, and leads on to where it is dealt with."""
    return message_url(letter.message_id, way=EMAIL)


@register.filter
def on_the_site(path: str) -> str:
    """The whole address of a path of this site."""
    return absolute_url(path)


@register.filter
def one_line(text: str) -> str:
    """A text without line breaks and double spaces, as templates of pages leave them."""
    return " ".join(text.split())


register.filter(level_bar_in_text)
register.filter(level_in_words)
