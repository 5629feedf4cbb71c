"""Template tags and filters of the look: level bars, heat cells, dates, minutes and shares in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from lifow.base.heat_map import ASSESS_FIRST, HeatCell
from lifow.base.level_bar import level_bar as lay_out
from lifow.base.level_bar import shown_level, spark_points, svg_bar
from lifow.base.plain_text import text_as_blocks, text_as_lines
from lifow.base.search import Piece, pieces

register = template.Library()

THEMES = {"light": "lifow-light", "dark": "lifow-dark"}
YOU = gettext_lazy("You")


def _number(value: Any) -> float | None:
    return None if value in (None, "") else float(value)


@register.filter
def bounded(count: int, most: int = 99) -> str:
    """A count that ended early in words: “99+” where there are more than `most`."""
    return str(count) if count <= most else f"{most}+"


@register.filter
def at(found: Mapping[Any, Any] | None, key: Any) -> Any:
    """What a mapping holds under a key; nothing where there is neither."""
    return found.get(key, "") if found else ""


@register.filter
def as_of(moment: datetime | None) -> str:
    """Up to when numbers are counted: the time of today, the day before it else; nothing where never."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    at = date_format(local, "H:i" if is_today else "j M, H:i")
    return _("as\xa0of\xa0%(moment)s") % {"moment": at}


@register.simple_tag
def level_bar(
    level: Any,
    needed: Any = None,
    sigma: Any = None,
    lowest: Any = 1,
    highest: Any = 5,
    who: str = "",
    unsure: bool = False,
    words: str = "below",
    met: bool = False,
    expired: bool = False,
) -> SafeString:
    """Draw a level bar; see templates/components/level_bar.html. Numbers or None, in levels of the scale."""
    bar = (_number(level), _number(needed), _number(sigma), float(lowest), float(highest), str(who or YOU))
    # What nobody has assessed looks the same for all, and a long list is full of it.
    draw = _bar if level in (None, "") else _bar.__wrapped__
    return draw(*bar, unsure=unsure, words=words, met=met, expired=expired, language=get_language())


@lru_cache(maxsize=1024)
def _bar(
    level: float | None,
    needed: float | None,
    sigma: float | None,
    lowest: float,
    highest: float,
    who: str,
    *,
    unsure: bool,
    words: str,
    met: bool,
    expired: bool,
    language: str | None,
) -> SafeString:
    """The level bar, in a language."""
    bar = lay_out(level=level, needed=needed, sigma=sigma, lowest=lowest, highest=highest)
    known = None if level is None else shown_level(level, needed, met=met)
    required = None if needed is None else shown_level(needed, needed)
    said = _level_words(who, known, required, unsure=unsure, expired=expired)
    place, shown = " level-beside" if words == "beside" else "", "sr" if words == "hidden" else "level-words"
    return SafeString(
        f'<span class="level{place}">\n{svg_bar(bar)}\n<span class="{shown}">{said}</span>\n</span>'
    )


@register.simple_tag
def standing_bar(standing: Any, who: str = "", words: str = "below") -> SafeString:
    """Draw the level bar of where somebody stands in a skill: a `SkillStanding` of the gap reports.

    Every page draws it by this tag, so that a level is the same number everywhere.
    """
    return level_bar(
        standing.level,
        standing.required,
        standing.spread,
        standing.lowest,
        standing.top,
        who,
        unsure=standing.is_unsure,
        words=words,
        met=standing.is_met,
        expired=standing.has_expired,
    )


def _level_words(who: str, known: str | None, needed: str | None, *, unsure: bool, expired: bool) -> str:
    """The two numbers of a level bar, as HTML: "You 2 · Needed 3"."""
    if known is None:
        nothing = _("Expired") if expired else _("Not assessed yet")
        said = f'<span class="you nobody">{escape(nothing)}</span>'
    elif unsure:
        about = _("%(who)s about %(level)s") % {"who": who, "level": known}
        said = f'<span class="you">{escape(about)}</span>'
    else:
        said = f'<span class="you">{escape(who)} {known}</span>'
    if needed is None:
        return said
    required = escape(_("Needed %(needed)s") % {"needed": needed})
    return f'{said} <span class="dot">·</span> <span class="needed">{required}</span>'


@register.simple_tag
def heat_cell(cell: HeatCell, current: bool = False) -> SafeString:
    """Write one cell of a heat map: a link where the cell has an address.

    What its colour or hatching says beside the number is read aloud where it is hatched.
    """
    number = format_html('<span class="heat-text num">{}</span>', cell.text) if cell.text else ""
    spoken = "" if cell.text and cell.step != ASSESS_FIRST and not cell.says_more else cell.words
    shared = (cell.words, number, _critical_mark() if cell.critical else "", spoken)
    if not cell.url:
        return format_html(
            '<span class="heat-cell heat-{}" title="{}">{}{}<span class="sr"> {}</span></span>',
            cell.step,
            *shared,
        )
    return format_html(
        '<a class="heat-cell heat-{}" href="{}"{} title="{}">{}{}<span class="sr"> {}</span></a>',
        cell.step,
        cell.url,
        SafeString(' aria-current="true"') if current else "",
        *shared,
    )


def _critical_mark() -> SafeString:
    return format_html('<span class="critical"></span><span class="sr"> {}</span>', _("critical"))


@register.inclusion_tag("components/sparkline_drawing.html")
def sparkline(values: Sequence[float], label: str = "") -> dict[str, Any]:
    """Draw a trend of 72 × 20 px; `label` says in words what it shows."""
    points = spark_points(values, width=72, height=16)
    return {
        "points": " ".join(f"{x:g},{y + 2:g}" for x, y in points),
        "end": (f"{points[-1][0]:g}", f"{points[-1][1] + 2:g}") if points else None,
        "label": label,
    }


@register.simple_tag
def ago(moment: datetime | date | None) -> SafeString:
    """A date in words up to a week, exact after that and in the title. None is an empty string."""
    if moment is None:
        return SafeString("")
    if not isinstance(moment, datetime):
        return _day_ago(moment, timezone.localdate(), get_language())
    local = timezone.localtime(moment)
    words = _near(moment - timezone.now()) or _days((local.date() - timezone.localdate()).days)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "j F Y, H:i"),
        words or date_format(local, "j M Y"),
    )


@lru_cache(maxsize=4096)
def _day_ago(day: date, today: date, _language: str | None) -> SafeString:
    """A day in words. A long list has one in each row, and they are few: to write one takes 50 µs."""
    words = _days((day - today).days) or date_format(day, "j M Y")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', day.isoformat(), date_format(day, "j F Y"), words
    )


def _near(distance: timedelta) -> str:
    """Minutes and hours within half a day either way; otherwise nothing."""
    past = distance < timedelta(0)
    minutes = round(abs(distance) / timedelta(minutes=1))
    if minutes >= 12 * 60:
        return ""
    if minutes < 1:
        return _("just now")
    length = minutes_in_words(minutes if minutes < 60 else minutes // 60 * 60)
    return (_("%(length)s ago") if past else _("in %(length)s")) % {"length": length}


def _days(days: int) -> str:
    """Days within a week either way; otherwise nothing."""
    named = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}
    if days in named:
        return named[days]
    if abs(days) > 7:
        return ""
    if days < 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


@register.filter(name="minutes")
def minutes_in_words(value: Any) -> str:
    """Minutes with their unit: "4 min", "1 h 20 min"."""
    hours, rest = divmod(round(float(value)), 60)
    parts = [_("%(hours)s h") % {"hours": hours}] if hours else []
    if rest or not hours:
        parts.append(_("%(minutes)s min") % {"minutes": rest})
    return " ".join(parts)


@register.filter
def percent(share: Any) -> str:
    """A share of 1 as whole percent: 0.724 is "72%". None is a dash."""
    return "–" if share is None else f"{number_format(round(float(share) * 100))}%"


@register.filter
def signed(value: float | None, places: int = 2) -> str:
    """A difference with its sign: "+0.31", "−0.20", and "0.00" for what rounds to it. None is a dash."""
    if value is None:
        return "–"
    rounded = round(float(value), places)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{number_format(abs(rounded), places)}"


@register.simple_tag
def percent_range(share: float, low: float, high: float) -> str:
    """A share with its interval: "72% (68–76)"."""
    return f"{percent(share)} ({round(low * 100)}–{round(high * 100)})"


@register.filter
def level(value: Any, needed: Any = None) -> str:
    """A level for people: whole unless that would hide a gap. None is "nobody knows yet"."""
    return _("not assessed yet") if value is None else shown_level(float(value), _number(needed))


@register.filter
def autofocus(field: BoundField) -> SafeString:
    """A field that has focus as its page opens, but not where the form comes back with what is wrong."""
    return field.as_widget(attrs={} if field.form.is_bound else {"autofocus": True})


@register.filter
def marked(text: str, searched: str | None) -> SafeString:
    """A text with the words of a search marked."""
    parts = pieces(text, searched or "")
    return format_html_join("", "{}", ((_marked(one),) for one in parts))


@register.simple_tag(takes_context=True)
def marked_as_searched(context: Context, text: str) -> SafeString:
    """A text with the words marked that the address of the page says were searched (`?q=`), if it says so."""
    request = context.get("request")
    return marked(text, request.GET.get("q") if request is not None else None)


def _marked(piece: Piece) -> str:
    return format_html("<mark>{}</mark>", piece.text) if piece.is_marked else piece.text


@register.filter
def plain_text(text: str, place: str = "") -> SafeString:
    """Plain text with its paragraphs, line breaks and lists; `plain_text:"label"` where no blocks may be."""
    return text_as_lines(text) if place == "label" else text_as_blocks(text)


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme that this person chose, or nothing where the system decides."""
    request = context.get("request")
    return THEMES.get(request.COOKIES.get("theme", ""), "") if request else ""
