"""/api/v1/quick-checks"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.frameworks.models import Skill
from assessments.testing.calibration.choices import Confidence
from assessments.testing.sittings.api.outputs import BodyField, QuickCheckOutput
from assessments.testing.sittings.api.sittings import PARTS, of_skill
from assessments.testing.sittings.choices import Feedback, SittingState
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.reports import Terms, next_questions, shown_question
from assessments.testing.sittings.services import (
    MOST_QUICK,
    AnsweredAlreadyError,
    SittingError,
    answer_item,
    end_early,
    start_quick_check,
)
from lifow.base.api import examples
from lifow.base.api.authentication import person_calling
from lifow.base.api.exceptions import Conflict
from lifow.base.api.fields import MomentField, ReferenceField
from lifow.base.api.idempotency import create_once, key_of
from lifow.base.api.inputs import Input
from lifow.base.api.parameters import ListParameters
from lifow.base.api.permissions import HasScope
from lifow.base.api.pictures import picture_file
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import Person

EXAMPLE_TO_ADD = {"person": examples.PERSON, "skills": [examples.SKILL], "most": 3, "feedback": "each"}
EXAMPLE_OF_ANSWER = {"number": 2, "given": {"key": "2"}, "confidence": "think_so"}
SHOWN = Prefetch(
    "items",
    SittingItem.objects.filter(shown_at__isnull=False)
    .select_related("version__item", "version__picture", "part__skill")
    .order_by("number"),
    to_attr="asked",
)
OF_AN_ANSWER = (
    "malformed",
    "body_too_large",
    "unsupported_media_type",
    "storage_full",
    "not_found",
    "gone",
    "invalid",
    "conflict",
    "forbidden",
)


class MaySit(HasScope):
    """A machine by its scope; any person for themselves."""

    def has_permission(self, request: Any, view: Any) -> bool:
        is_person = bool(request.user and request.user.is_authenticated and request.user.pk is not None)
        if is_person and not request.auth:
            return True
        return bool(super().has_permission(request, view))


@extend_schema_serializer(examples=[examples.example(EXAMPLE_TO_ADD, is_request=True)])
class QuickCheckInput(Input):
    """Whom to ask, and about what."""

    person = ReferenceField(
        "per", Person.objects.visible_to, help_text=_("Who answers. A person who calls: themselves.")
    )
    skills = serializers.ListField(
        child=ReferenceField("skl", lambda user: Skill.objects.assessable()),
        required=False,
        max_length=MOST_QUICK,
        help_text=_("None: those of their role that are not known enough, where a question tells the most."),
    )
    most = serializers.IntegerField(
        min_value=1, max_value=MOST_QUICK, required=False, default=3, help_text=_("Questions at most.")
    )
    feedback = serializers.ChoiceField(
        Feedback.choices,
        required=False,
        default=Feedback.END,
        help_text=_("When what is right is told: after each answer, at the end, or never."),
    )


@extend_schema_serializer(examples=[examples.example(EXAMPLE_OF_ANSWER, is_request=True)])
class AnswerInput(Input):
    """The answer to the question that waits."""

    number = serializers.IntegerField(min_value=1, max_value=10_000)
    given = BodyField(
        help_text=_(
            "By the keys that were shown: key for one choice, keys for several and for an order, pairs from "
            "left to right, text for what is typed; {} where they do not know."
        )
    )
    confidence = serializers.ChoiceField(
        Confidence.choices, required=False, allow_blank=True, default="", help_text=_("How sure they are.")
    )


class QuickCheckParameters(ListParameters):
    person = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("About this skill.")
    )
    state = serializers.ChoiceField(SittingState.choices, required=False, help_text=_("In this state."))
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class QuickCheckViewSet(ResourceViewSet):
    prefix, one, many = "sit", _("quick check"), _("quick checks")
    about = _(
        "A few questions to one person, for any channel: with the question that waits, and what came of it. "
        "What is right is told once it may be. Others than the person and clients see the levels alone."
    )
    about_adding = _(
        "Begin a quick check, or get the one in these skills that is open. It ends as soon as it is decided, "
        "and its result is evidence. Send an Idempotency-Key, so that a retry begins nothing new."
    )
    about_acts = {
        "answer": _(
            "Answer the question that waits; the next one is in the answer. The same again gives the same. "
            "Another answer to a question that was answered is a conflict, and so is one after the end."
        ),
        "end": _("End it now: what was answered counts. Twice is once."),
        "picture": _("The picture of the question that waits, for the person and clients. It has none: 404."),
    }
    act_inputs = {"answer": AnswerInput}
    problems = {"answer": OF_AN_ANSWER, "end": ("not_found", "gone", "forbidden"), "create": ("conflict",)}
    downloads = {"picture": "image/*"}
    shown = {"picture": "(the bytes of the picture)"}
    permission_classes = (MaySit,)
    scopes = {"read": "sittings:read", "write": "sittings:write"}
    serializer_class = QuickCheckOutput
    input_class = QuickCheckInput
    list_parameters = QuickCheckParameters
    filters = {
        "person": lambda rows, person: rows.for_person(person),
        "skill": of_skill,
        "state": lambda rows, state: rows.filter(state=state),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Sitting]:
        rows = Sitting.objects.visible_to(self.request.user).quick()
        return rows.select_related("person__merged_into").prefetch_related(PARTS, SHOWN)

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Each with its question and answers, for those who may see them."""
        for one in rows:
            one.person = one.person.merged_into or one.person
            one.most = Terms.read(one.terms).most or sum(part.most for part in one.parts)
            told = [shown_question(one, item) for item in one.asked] if self._may_answer(one) else []
            one.answers = [question for question in told if question.answer is not None]
            waiting = [question for question in told if question.answer is None]
            one.question = waiting[0] if waiting and one.is_open else None
        return rows

    def create(self, request: Request) -> Response:
        return create_once(request, write=lambda: self._begun(request), place=self._place)

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, id: str) -> Response:
        sitting = self._own()
        given = AnswerInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        key = key_of(request)
        try:
            said = answer_item(
                sitting=sitting,
                **given.validated_data,
                idempotency_key=None if key is None else sha256(key.encode()).hexdigest(),
                as_of=timezone.now(),
            )
        except AnsweredAlreadyError as error:
            raise Conflict(str(error)) from error
        except SittingError as error:
            field = "given" if error.code == "answer" else "number"
            raise serializers.ValidationError({field: [str(error)]}) from error
        if said.is_late:
            raise Conflict(_("This quick check has ended. The answer is kept, and does not count."))
        return Response(self._told(sitting))

    @action(detail=True, methods=["post"])
    def end(self, request: Request, id: str) -> Response:
        sitting = self._own()
        end_early(sitting=sitting, as_of=timezone.now())
        return Response(self._told(sitting))

    @action(detail=True)
    def picture(self, request: Request, id: str) -> HttpResponse:
        [found] = self.present([self.get_object()])
        return picture_file(None if found.question is None else found.question.shown.picture)

    def _may_answer(self, sitting: Sitting) -> bool:
        """Whether the caller is who is asked, or a system that asks them."""
        user = self.request.user
        return user.pk is None or user.pk in (sitting.person_id, sitting.person.merged_into_id)

    def _own(self) -> Sitting:
        found: Sitting = self.get_object()
        if not self._may_answer(found):
            raise PermissionDenied(_("Only the person who is asked answers."))
        return found

    def _told(self, sitting: Sitting) -> dict[str, Any]:
        return dict(QuickCheckOutput(self.present([self.get_queryset().get(pk=sitting.pk)])[0]).data)

    def _place(self, body: Any) -> str:
        return reverse("api:quick-checks-detail", kwargs={"id": body["id"]}, request=self.request)

    def _begun(self, request: Request) -> dict[str, Any]:
        given = QuickCheckInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        told, now = given.validated_data, timezone.now()
        person, caller = told["person"], person_calling(request)
        if caller is not None and caller.pk != person.pk:
            raise serializers.ValidationError({"person": [_("You can ask questions of yourself alone.")]})
        skills = told.get("skills") or [
            one.skill for one in next_questions(person, as_of=now, most=told["most"]).skills
        ]
        try:
            sitting = start_quick_check(
                person=person, skills=skills, most=told["most"], feedback=told["feedback"], as_of=now
            )
        except SittingError as error:
            raise serializers.ValidationError({"skills": [str(error)]}) from error
        return self._told(sitting)
