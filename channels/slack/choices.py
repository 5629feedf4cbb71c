"""What Slack asks of lifow, and how much of a text Slack takes."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SLACK = "slack"
MOST_ATTEMPTS = 5
LEASE = timedelta(minutes=2)
"""Longer than carrying one thing out takes: nobody else tries it meanwhile."""
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (15, 60, 300, 900))
KEPT_FOR = timedelta(days=7)
"""So long a request is kept without its words: one that comes again is known by it."""
LINK_GOOD_FOR = timedelta(hours=1)
INSTALL_GOOD_FOR = timedelta(minutes=10)
ROTATE_BEFORE = timedelta(minutes=15)
"""A token is replaced so long before it ends."""


class WorkKind(TextChoices):
    """What is to be done for somebody who uses lifow in Slack."""

    HOME = "home", _("Show the Home tab")
    WEEK = "week", _("Show the week")
    SEARCH = "search", _("Search")
    ASK_FORM = "ask_form", _("Show the form of a question")
    ASK = "ask", _("Ask a question or for help")
    REFRESH = "refresh", _("Ask refreshers")
    CHECK = "check", _("Begin a quick check")
    NEXT_QUESTION = "next_question", _("Show the next question")
    ANSWER = "answer", _("Take an answer")
    RATE_FORM = "rate_form", _("Show a rating to give")
    RATE = "rate", _("Take a rating")
    CLAIM_HELP = "claim_help", _("Take a request for help")
    PASS_HELP = "pass_help", _("Pass a request for help on")
    UNFURL = "unfurl", _("Say what a link leads to")
    CONNECT = "connect", _("Say how to connect")
    UNINSTALL = "uninstall", _("End the installation")


OPENS = frozenset({WorkKind.ASK_FORM, WorkKind.REFRESH, WorkKind.CHECK, WorkKind.RATE_FORM})
"""What opens a dialog, or changes the one in which it was asked for."""
