"""Template tags of messages: addresses for outside of the site, and levels as text."""

from django import template
from django.utils.translation import gettext as _

from lifow.base.level_bar import shown_level, text_bar
from lifow.base.links import absolute_url
from lifow.notifications.links import message_url
from lifow.notifications.mail import EMAIL
from lifow.notifications.registry import Letter, LevelLine

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


@register.filter
def level_bar_in_text(line: LevelLine) -> str:
    """A level bar for mails and chats: ▮▮▯│▯▯."""
    return text_bar(
        level=line.level, needed=line.needed, lowest=line.lowest, highest=line.highest, met=line.is_met
    )


@register.filter
def level_in_words(line: LevelLine) -> str:
    """What a level bar says: "You 2 · Needed 3"."""
    if line.level is None:
        known = _("Not assessed yet")
    else:
        words = _("You about %(level)s") if line.is_unsure else _("You %(level)s")
        known = words % {"level": shown_level(line.level, line.needed, met=line.is_met)}
    if line.needed is None:
        return known
    return f"{known} · {_('Needed %(level)s') % {'level': shown_level(line.needed, line.needed)}}"
