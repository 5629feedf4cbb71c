"""What a worker does for people in Slack, by kind of request."""

from collections.abc import Mapping

from channels.slack.choices import WorkKind
from channels.slack.services.working import Handler
from channels.slack.work import asking, ending, helping, learning, questions, rating, unfurling
from channels.slack.work.conversation import Conversation, for_person

_say_how_to_connect = for_person(lambda conversation: None)

HANDLERS: Mapping[str, Handler] = {
    WorkKind.HOME: learning.show_home,
    WorkKind.WEEK: learning.show_week,
    WorkKind.SEARCH: asking.search,
    WorkKind.ASK_FORM: asking.show_ask_form,
    WorkKind.ASK: asking.ask,
    WorkKind.REFRESH: questions.ask_refreshers,
    WorkKind.CHECK: questions.begin_check,
    WorkKind.NEXT_QUESTION: questions.show_next_question,
    WorkKind.ANSWER: questions.take_answer_of,
    WorkKind.RATE_FORM: rating.show_rating_form,
    WorkKind.RATE: rating.rate,
    WorkKind.CLAIM_HELP: helping.take_help,
    WorkKind.PASS_HELP: helping.pass_help_on,
    WorkKind.UNFURL: unfurling.show_links,
    WorkKind.CONNECT: _say_how_to_connect,
    WorkKind.UNINSTALL: ending.end,
}

__all__ = ["HANDLERS", "Conversation"]
