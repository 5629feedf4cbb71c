"""Pages of lifow as search finds them: by their names and by what people call what they do there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.base.passages.registry import EVERYBODY, Findable, Found, Opened, Readable
from lifow.people.persons.models import Person

HR, AUTHORS, QUESTION_AUTHORS = "hr", "authors", "question authors"
MAY: Mapping[str, Callable[[Person], bool]] = {
    EVERYBODY: lambda user: True,
    HR: lambda user: bool(user.has_perm("people.view_organisation")),
    AUTHORS: lambda user: bool(user.has_perm("content.change_module")),
    QUESTION_AUTHORS: lambda user: bool(user.has_perm("assessments.author_questions")),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page without an object of its own: its address, title, other words for it, who may open it."""

    name: str
    title: str | Promise
    words: str | Promise
    audience: str = EVERYBODY
    query: str = ""


# In an order that stays: a page is known by its place. New ones come last.
PAGES = (
    Page("portal:home", gettext_lazy("Home"), gettext_lazy("start page, plan of this week, my minutes")),
    Page(
        "portal:skills", gettext_lazy("My skills"), gettext_lazy("levels, gaps, rate yourself, self-rating")
    ),
    Page("content:modules", gettext_lazy("Modules"), gettext_lazy("catalogue, courses, lessons, learning")),
    Page(
        "content:modules",
        gettext_lazy("Saved modules"),
        gettext_lazy("bookmarks, kept for later"),
        query="saved=1",
    ),
    Page(
        "content:assigned", gettext_lazy("Assigned to me"), gettext_lazy("assignments, due, overdue, to do")
    ),
    Page(
        "content:refreshers", gettext_lazy("Refreshers"), gettext_lazy("questions that come back, remember")
    ),
    Page("content:copies", gettext_lazy("My copies of templates"), gettext_lazy("my documents, drafts")),
    Page("mentoring:mentoring", gettext_lazy("Mentoring"), gettext_lazy("my mentor, learners, requests")),
    Page(
        "mentoring:offer", gettext_lazy("Offer to mentor"), gettext_lazy("become a mentor, seats, capacity")
    ),
    Page("portal:tests", gettext_lazy("Tests"), gettext_lazy("certificates, quick check, results")),
    Page(
        "portal:ratings", gettext_lazy("Ratings to give"), gettext_lazy("rate a colleague, confirm ratings")
    ),
    Page("notifications:inbox", gettext_lazy("Inbox"), gettext_lazy("messages, unread")),
    Page(
        "notifications:settings",
        gettext_lazy("Notifications and hours"),
        gettext_lazy("notification settings, preferences, email, working hours, quiet hours, language"),
    ),
    Page(
        "account_change_password",
        gettext_lazy("Change the password"),
        gettext_lazy("sign in, security, account"),
    ),
    Page(
        "people:own_data",
        gettext_lazy("What is kept about me"),
        gettext_lazy("privacy, personal data, export"),
    ),
    Page(
        "portal:method", gettext_lazy("How levels are worked out"), gettext_lazy("method, evidence, formula")
    ),
    Page("portal:team", gettext_lazy("Team"), gettext_lazy("direct reports, heat map of the team"), HR),
    Page(
        "portal:organisation",
        gettext_lazy("Organisation"),
        gettext_lazy("company overview, readiness, HR"),
        HR,
    ),
    Page("portal:missing_content", gettext_lazy("Missing content"), gettext_lazy("gaps without modules"), HR),
    Page(
        "content:assignments",
        gettext_lazy("Assignments"),
        gettext_lazy("assign a module, rules, due dates"),
        AUTHORS,
    ),
    Page(
        "content:authoring",
        gettext_lazy("Authoring"),
        gettext_lazy("write a module, drafts, review"),
        AUTHORS,
    ),
    Page("content:facets", gettext_lazy("Facets"), gettext_lazy("filters, product, customer type"), HR),
    Page(
        "assessments:questions", gettext_lazy("Test questions"), gettext_lazy("item bank"), QUESTION_AUTHORS
    ),
    Page("portal-ask", gettext_lazy("Ask a question"), gettext_lazy("ask colleagues, forum, who knows")),
    Page("portal:questions", gettext_lazy("Questions"), gettext_lazy("answers, what colleagues asked")),
    Page("content:faqs", gettext_lazy("FAQ pages"), gettext_lazy("frequently asked questions, verified")),
    Page("portal:help_now", gettext_lazy("I need help now"), gettext_lazy("stuck, urgent, call a mentor")),
    Page("mentoring:help_requests", gettext_lazy("Help"), gettext_lazy("whom I help, who helps me")),
    Page(
        "content:answer_reviews",
        gettext_lazy("Answers to look at"),
        gettext_lazy("verify answers, expired, review queue"),
        AUTHORS,
    ),
    Page(
        "portal:asking_policy",
        gettext_lazy("Asking and help"),
        gettext_lazy("policy of questions, who is asked first, verification, without a name"),
        HR,
    ),
    Page(
        "portal:searches",
        gettext_lazy("Synonyms and failed searches"),
        gettext_lazy("other words for the same, what people do not find"),
        HR,
    ),
    Page(
        "portal:found_for",
        gettext_lazy("Who finds me"),
        gettext_lazy("colleagues may find me, be asked, expert, visible in search"),
    ),
    Page(
        "channels:overview",
        gettext_lazy("Channels"),
        gettext_lazy("what is connected, test the mail server, assistants, push, integrations, usage"),
        HR,
    ),
    Page(
        "channels:outcomes",
        gettext_lazy("Outcomes"),
        gettext_lazy("report for stakeholders, PDF, engagement, retention, cost of learning"),
        HR,
    ),
)


class Pages(Findable):
    """Pages of lifow. None of them changes but with lifow itself."""

    kind = "page"
    label = gettext_lazy("Pages")

    def ids(self, after: int, most: int) -> list[int]:
        return [number for number in range(1, len(PAGES) + 1) if number > after][:most]

    def found(self, ids: Sequence[int]) -> Iterator[Found]:
        for number in ids:
            if 0 < number <= len(PAGES):
                page = PAGES[number - 1]
                yield Found(number, str(page.title), page.audience, names=[str(page.words)])

    def readable_by(self, user: Person) -> Readable:
        return Readable(frozenset(audience for audience, may in MAY.items() if may(user)))

    def opened(self, ids: Sequence[int], user: Person) -> Mapping[int, Opened]:
        may = self.readable_by(user).audiences
        return {
            number: Opened(_address(PAGES[number - 1]), str(PAGES[number - 1].title), _("Page"))
            for number in ids
            if 0 < number <= len(PAGES) and PAGES[number - 1].audience in may
        }


def _address(page: Page) -> str:
    return reverse(page.name) + (f"?{page.query}" if page.query else "")
