"""Template tags of messages: addresses for outside of the site, and levels as text."""

from django import template
from django.urls import reverse

from lifow.base.links import absolute_url
from lifow.notifications.registry import Letter
from lifow.notifications.reports import level_bar_in_text, level_in_words

register = template.Library()


@register.filter
def letter_url(letter: Letter) -> str:
    """The whole address that opens a message, and leads on to where it is dealt with."""
    return absolute_url(reverse("notifications:open", args=[letter.message_id]))


register.filter(level_bar_in_text)
register.filter(level_in_words)
