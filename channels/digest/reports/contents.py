"""What a digest says, and the links by which it is acted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.testing.bank.models import ItemVersion
from assessments.testing.sittings.reports import single_question
from channels.digest.choices import Act
from channels.digest.models import WeekDigest
from channels.digest.reports.links import DigestLink
from channels.digest.reports.questions import AskedQuestion, asked_question
from content.activity.models import Activity
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.planning.models import PlanItem
from content.planning.reports import PlanStep, learning_time_of, left_to_do
from lifow.base.links import absolute_url
from lifow.people.persons.models import Person
from portal.home.glance import AtAGlance, at_a_glance
from portal.home.reports import Effect, StartedModule


@dataclass(frozen=True, slots=True)
class DigestStep:
    """Something to do: a step of the plan (`item`), or a `module` started off it; where it is opened,
    and the links that say that it is done, or put it off, where that can be said. `effect` is why."""

    item: PlanItem | None
    module: Module | None
    effect: PlanItem | Effect | None
    url: str
    done_url: str = ""
    put_off_url: str = ""

    @property
    def minutes(self) -> int:
        if self.item is not None:
            return self.item.minutes
        return self.module.minutes if self.module else 0

    @property
    def title(self) -> str:
        if self.item is not None:
            return self.item.title
        return self.module.title if self.module else ""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the question, and the link that answers with it."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DigestContents:
    """What one person is told of their week, in the order of home; `question` and `options` last."""

    glance: AtAGlance
    steps: Sequence[DigestStep]
    question: AskedQuestion | None
    options: Sequence[Option] = ()

    @property
    def is_empty(self) -> bool:
        return self.glance.is_empty and self.question is None

    @property
    def minutes(self) -> int:
        """Of all that is to do."""
        return sum(one.minutes for one in self.steps)

    @property
    def in_short(self) -> str:
        """What it holds: "2 steps, 10 min · 1 question"."""
        return " · ".join(_in_short(self))

    @property
    def offers(self) -> int:
        """How many things can be done from it by a link."""
        links = [url for one in self.steps for url in (one.done_url, one.put_off_url) if url]
        return len(links) + bool(self.question)


def contents_of(person: Person, as_of: datetime, *, digest: WeekDigest | None = None) -> DigestContents:
    """What a digest says now. Without the `digest`, as a preview: with the question that would be asked, and
    no links that act."""
    glance = at_a_glance(person, as_of)
    steps = [_started(glance.started, person, digest)] if glance.started else []
    steps += [_step(one, person, digest) for one in glance.steps]
    if digest is None:
        version = question_for(person, as_of)
        asked = asked_question(version, 0) if version else None
        return DigestContents(glance, steps, asked, _options(asked, None))
    asked = asked_question(digest.question, digest.pk) if _is_open(digest) and digest.question else None
    return DigestContents(glance, steps, asked, _options(asked, digest))


def question_for(person: Person, as_of: datetime) -> ItemVersion | None:
    """The question that a digest asks now; None for people who have set no minutes for learning."""
    return single_question(person, as_of=as_of) if learning_time_of(person).minutes else None


def _is_open(digest: WeekDigest) -> bool:
    """Whether the question of a digest is not answered yet."""
    return not DigestLink(digest, Act.ANSWER).is_used()


def _options(asked: AskedQuestion | None, digest: WeekDigest | None) -> Sequence[Option]:
    if asked is None:
        return ()
    return [
        Option(text, DigestLink(digest, Act.ANSWER, place=place).url if digest else "")
        for place, text in asked.options.items()
    ]


def _started(started: StartedModule, person: Person, digest: WeekDigest | None) -> DigestStep:
    module = started.module
    url = absolute_url(reverse("content:module", args=[module.public_id]))
    done = _done_url(module, person, started.activity, digest)
    return DigestStep(None, module, started.effect, url, done)


def _step(step: PlanStep, person: Person, digest: WeekDigest | None) -> DigestStep:
    item = step.item
    if item.module is not None:
        url, target = reverse("content:module", args=[item.module.public_id]), item.module.public_id
        done = _done_url(item.module, person, step.activity, digest)
    else:
        target, done = item.skill.public_id if item.skill else "", ""
        page = f"{reverse('portal:quick_check')}?skill={target}"
        url = page if item.is_test else reverse("portal:rate", args=[target])
    put_off = DigestLink(digest, Act.PUT_OFF, target).url if digest and step.may_be_put_off else ""
    return DigestStep(item, item.module, item, absolute_url(url), done, put_off)


def _done_url(module: Module, person: Person, activity: Activity | None, digest: WeekDigest | None) -> str:
    """The link that says that a module is done, where all of it is read and its reader has only to say so."""
    if digest is None or kind_of(module.kind).is_done_by_itself or left_to_do(module, person, activity):
        return ""
    return DigestLink(digest, Act.DONE, module.public_id).url


def _in_short(contents: DigestContents) -> list[str]:
    glance, found = contents.glance, []
    if glance.waiting:
        count = len(glance.waiting)
        words = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count)
        found.append(words % {"count": count})
    if contents.steps:
        count = len(contents.steps)
        words = ngettext(
            "%(count)s\xa0step, %(minutes)s\xa0min", "%(count)s\xa0steps, %(minutes)s\xa0min", count
        )
        found.append(words % {"count": count, "minutes": contents.minutes})
    if glance.refreshers:
        count = glance.refreshers.questions
        words = ngettext("%(count)s\xa0refresher", "%(count)s\xa0refreshers", count)
        found.append(words % {"count": count})
    if glance.assigned or glance.stretch:
        count = len(glance.assigned) + len(glance.stretch)
        words = ngettext("%(count)s\xa0assigned to you", "%(count)s\xa0assigned to you", count)
        found.append(words % {"count": count})
    if glance.to_pick or glance.sessions:
        count = len(glance.to_pick) + len(glance.sessions)
        found.append(ngettext("%(count)s\xa0session", "%(count)s\xa0sessions", count) % {"count": count})
    if contents.question:
        found.append(_("1\xa0question"))
    return found
