"""What a writing task is about, by a key that stands in addresses and forms.

step:<skill>:<from>:<to>   people have to make this step, and no module makes it
module:<module>            a module needs work
wish:<topic>               people ask for a topic
question:<question>         people ask, and nobody has answered
search:<words>             people search for words that no module answers to
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from content.answers.models import Question
from content.catalogue.models import Module
from content.debt.choices import LONGEST_SUBJECT
from content.debt.models import Wish, WritingTask
from content.searches.reports import failed_search
from lifow.base.bounds import is_text_in_bounds


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be written, and what for."""

    key: str
    title: str
    skill: Skill | None = None
    from_level: float | None = None
    to_level: float | None = None
    module: Module | None = None
    wish: Wish | None = None


def subject_of(key: str) -> Subject | None:
    """What a key names; None where there is no such thing (any more)."""
    kind, _colon, rest = key.partition(":")
    read = READERS.get(kind)
    if read is None or not rest or not is_text_in_bounds(key, LONGEST_SUBJECT):
        return None
    return read(key, rest)


def subject_of_task(task: WritingTask) -> str:
    """The words that a task for a topic, a question or a search is about; "" for any other."""
    kind, _colon, rest = task.subject.partition(":")
    if kind == "wish":
        return task.wish.text if task.wish else ""
    if kind == "question":
        return task.title
    return rest if kind == "search" else ""


def _step(key: str, rest: str) -> Subject | None:
    skill_id, *levels = rest.split(":")
    skill = Skill.objects.filter(public_id=skill_id).first()
    try:
        start, end = (float(one) for one in levels)
    except ValueError:
        return None
    if skill is None or not 0 <= start < end <= scale_tops({skill.framework_id})[skill.framework_id]:
        return None
    key = f"step:{skill.public_id}:{start:g}:{end:g}"
    title = _("%(skill)s %(start)s → %(end)s") % {"skill": skill, "start": f"{start:g}", "end": f"{end:g}"}
    return Subject(key, title, skill=skill, from_level=start, to_level=end)


def _module(key: str, rest: str) -> Subject | None:
    module = Module.objects.published().filter(public_id=rest).first()
    if module is None:
        return None
    return Subject(key, _("Work on “%(module)s”") % {"module": module}, module=module)


def _wish(key: str, rest: str) -> Subject | None:
    wish = Wish.objects.open().filter(public_id=rest).first()
    return Subject(key, wish.text, wish=wish) if wish else None


def _question(key: str, rest: str) -> Subject | None:
    question = Question.objects.for_everybody().unanswered().filter(public_id=rest).first()
    return Subject(key, question.title, skill=None) if question else None


def _search(key: str, rest: str) -> Subject | None:
    found = failed_search(rest)
    return Subject(f"search:{found.query}", found.query) if found else None


READERS: Mapping[str, Callable[[str, str], Subject | None]] = {
    "step": _step,
    "module": _module,
    "wish": _wish,
    "question": _question,
    "search": _search,
}
