"""Questions as search finds them: by what was asked and by their answers, each opened at the answer."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.answers.choices import Standing
from content.answers.models import Answer, Question
from content.answers.reports.similar import Similar, readable_with_standings
from content.facets.reports import facet_list, matched, pairs_of
from lifow.base.days import local_day
from lifow.base.passages.prose import plain
from lifow.base.passages.registry import EVERYBODY, Findable, Found, Opened, Readable, Text, Watched
from lifow.people.persons.models import OrgUnit, Person

OF_UNIT, OWN, DOUBTFUL = range(3)
ASKED = ("title", "body", "skill_id", "facets", "unit_id", "asker_id", "state")


class Questions(Findable):
    """Questions with their answers. Those of a unit are found by whoever may read them."""

    kind = "question"
    label = gettext_lazy("Questions and answers")
    watched = (
        Watched("content_question", columns=ASKED),
        Watched("content_answer", "question_id", columns=("text", "removed_at")),
    )

    def ids(self, after: int, most: int) -> list[int]:
        return list(Question.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])

    def found(self, ids: Sequence[int]) -> Iterator[Found]:
        answers: dict[int, list[Text]] = defaultdict(list)
        rows = Answer.objects.visible().filter(question__in=ids).order_by("written_at", "pk")
        for question_id, public_id, text in rows.values_list("question_id", "public_id", "text"):
            answers[question_id].append(Text(" ".join(plain(text).split()), anchor=public_id))
        facets = facet_list()
        for question in Question.objects.unmerged().filter(pk__in=ids).select_related("skill").order_by("pk"):
            filed = question.facets if isinstance(question.facets, dict) else {}
            yield Found(
                source_id=question.pk,
                title=question.title,
                audience=_audience(question.unit_id),
                names=[
                    *([question.skill.name] if question.skill else []),
                    *(value for _facet, value in pairs_of(filed)),
                ],
                summary=plain(question.body),
                passages=answers[question.pk],
                identities=(question.public_id,),
                filed_under=[
                    (f"facet.{facet}", value)
                    for facet, values in matched(filed, facets).items()
                    for value in values
                ],
                changed_at=question.updated_at,
            )

    def readable_by(self, user: Person) -> Readable:
        """Those of everybody, of the units in which somebody reads, and their own; one query."""
        private = Question.objects.filter(unit__isnull=False).order_by()
        of_units: QuerySet = private.distinct().values_list("unit", Value(OF_UNIT))
        own = private.none()
        if not user.is_hr_admin:
            of_units = OrgUnit.objects.around(user).order_by().values_list("pk", Value(OF_UNIT))
            own = private.filter(asker=user.pk)
        told = of_units.union(own.values_list("pk", Value(OWN)), _doubtful(), all=True)
        found: dict[int, list[int]] = defaultdict(list)
        for pk, what in told:
            found[what].append(pk)
        audiences = frozenset({EVERYBODY, *map(_audience, found[OF_UNIT])})
        return Readable(audiences, None if user.is_hr_admin else found[OWN], found[DOUBTFUL])

    def opened(self, ids: Sequence[int], user: Person) -> Mapping[int, Opened]:
        return {
            pk: Opened(
                url=reverse("portal:question", args=[one.question.public_id]),
                title=one.question.title,
                kind=str(_("Question")),
                note=_note(one),
                public_id=one.question.public_id,
            )
            for pk, one in readable_with_standings(ids, user).items()
        }


def _doubtful() -> QuerySet:
    """Questions of whose answers none holds for sure: each has expired, or is being looked at.

    It costs as much as the queue of answers to look at is long.
    """
    today = local_day(timezone.now(), settings.TIME_ZONE)
    rows = Answer.objects.visible()
    others = rows.filter(question=OuterRef("question")).still_holding(today)
    doubtful = rows.in_doubt(today).filter(~Exists(others))
    return doubtful.order_by().values_list("question", Value(DOUBTFUL)).distinct()


def _audience(unit_id: int | None) -> str:
    return EVERYBODY if unit_id is None else f"unit:{unit_id}"


def _note(one: Similar) -> str:
    """How far its best answer can be relied on, and since when."""
    if one.answer is None or one.standing is None:
        return str(_("No answer yet"))
    if one.standing == Standing.VERIFIED and one.answer.verified_at:
        day = local_day(one.answer.verified_at, settings.TIME_ZONE)
        return str(_("Verified %(day)s") % {"day": date_format(day, "j M Y")})
    return str(one.standing.label)
