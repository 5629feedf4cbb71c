"""What is shown of links into lifow that somebody posts: what every employee may see, and no more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from channels.slack.blocks.elements import Block
from channels.slack.blocks.messages import unfurled
from channels.slack.calls import call
from channels.slack.models import SlackWork
from channels.slack.services import token_of
from channels.slack.work.conversation import connected
from content.answers.models import Question
from content.catalogue.models import Module
from lifow.base.characters import NO_TEXT
from lifow.base.templatetags.display import minutes_in_words

MOST_LINKS = 5


def show_links(work: SlackWork, as_of: datetime) -> None:
    """Say what links lead to. Who posted them, and what these may see, plays no part."""
    token = token_of(connected(work), as_of=as_of)
    links = work.payload.get("links")
    urls = [one for one in links if isinstance(one, str)] if isinstance(links, list) else []
    is_inside = not work.payload.get("is_shared")
    shown = {url: shown_of(url, is_inside=is_inside) for url in urls[:MOST_LINKS] if is_ours(url)}
    if shown:
        call("chat.unfurl", {"unfurls": shown, **_place(work.payload)}, token=token)


def is_ours(url: str) -> bool:
    """Whether an address leads to this site."""
    try:
        parts, site = urlsplit(url), urlsplit(settings.SITE_URL)
        return parts.scheme == site.scheme and parts.netloc == site.netloc
    except ValueError:
        return False


def shown_of(url: str, *, is_inside: bool) -> Block:
    """A module that is published and a question for everybody with their titles, and nothing of all else.

    In a channel that is shared with another company (`is_inside` is False) nothing has a title.
    """
    title, note = _named(urlsplit(url).path) if is_inside else ("", "")
    return unfurled(title, note, url)


def _named(path: str) -> tuple[str, str]:
    path = unquote(path)
    try:
        found = resolve(path)
    except Resolver404:
        return "", ""
    if NO_TEXT.search(path):
        return "", ""
    if found.view_name == "content:module":
        module = Module.objects.published().filter(public_id=found.kwargs["module_id"]).first()
        return ("", "") if module is None else (module.title, minutes_in_words(module.minutes))
    if found.view_name == "portal:question":
        rows = Question.objects.for_everybody().unmerged()
        question = rows.filter(public_id=found.kwargs["asked_id"]).first()
        return ("", "") if question is None else (question.title, _("Question"))
    return "", ""


def _place(payload: Mapping[str, Any]) -> Mapping[str, str]:
    """Where the links stand, as Slack names it."""
    if payload.get("unfurl_id"):
        return {"unfurl_id": str(payload["unfurl_id"]), "source": str(payload.get("source", ""))}
    return {"channel": str(payload.get("channel", "")), "ts": str(payload.get("message_ts", ""))}
