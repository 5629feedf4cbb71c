"""/api/v1/questions"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.frameworks.models import Skill
from content.answers.choices import (
    LONGEST_ANSWER,
    LONGEST_TITLE,
    SHORTEST_TITLE,
    AnswerKind,
    QuestionState,
    Standing,
)
from content.answers.models import Answer, Question
from content.answers.services import AnswersError, Asked, answer_question, ask_question
from lifow.base.api import examples
from lifow.base.api.authentication import caller_id, person_calling
from lifow.base.api.fields import DayField, IdField, MomentField, ReferenceField
from lifow.base.api.idempotency import create_once, key_of
from lifow.base.api.inputs import Input
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.permissions import HasScope
from lifow.base.api.viewsets import ResourceViewSet
from lifow.base.bounds import LONGEST_TEXT
from lifow.base.days import local_day
from lifow.people.persons.models import OrgUnit, Person

EXAMPLE_ANSWER = {
    "id": "ans_2k7wz4m9x1q6t3cb",
    "text": "Open the payment, choose Refund, then Part of it.",
    "kind": "product",
    "author": examples.MANAGER,
    "is_accepted": True,
    "standing": "verified",
    "verified_until": "2026-05-31",
    "written_at": "2026-03-02T10:40:00Z",
}
EXAMPLE = {
    "id": examples.QUESTION,
    "title": "How do I refund part of a payment in dollars?",
    "body": "The invoice is in euros.",
    "skill": examples.SKILL,
    "facets": {"product": ["payments"]},
    "asker": examples.PERSON,
    "is_anonymous": False,
    "org_unit": None,
    "state": "open",
    "answers": [EXAMPLE_ANSWER],
    "merged_into": None,
    "asked_at": "2026-03-02T10:04:00Z",
    "answered_at": "2026-03-02T10:40:00Z",
    "updated_at": "2026-03-02T10:40:00Z",
}


class MayAsk(HasScope):
    """A machine by its scope; any person for themselves."""

    def has_permission(self, request: Any, view: Any) -> bool:
        user = request.user
        is_person = bool(user and user.is_authenticated and user.pk is not None and not request.auth)
        return is_person or bool(super().has_permission(request, view))


@extend_schema_field(
    {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
)
class FacetsOfQuestionField(serializers.DictField):
    """Facets with their values."""


class GivenAnswerOutput(OutputSerializer):
    """An answer, and how far it can be relied on today."""

    id = IdField("ans", source="public_id")
    text = serializers.CharField(help_text=_("Markdown."))
    kind = serializers.ChoiceField(AnswerKind.choices, help_text=_("Of what it speaks."))
    author = IdField("per", source="author.public_id", allow_null=True)
    is_accepted = serializers.BooleanField()
    standing = serializers.ChoiceField(Standing.choices, help_text=_("As of today, in the company’s zone."))
    verified_until = DayField(allow_null=True)
    written_at = MomentField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class AskedQuestionOutput(OutputSerializer):
    """A question with its answers. Who asked one without a name is known to nobody."""

    id = IdField("qst", source="public_id")
    title = serializers.CharField()
    body = serializers.CharField(help_text=_("Details, in Markdown; may be empty."))
    skill = IdField("skl", source="skill.public_id", allow_null=True)
    facets = FacetsOfQuestionField()
    asker = IdField("per", source="asker.public_id", allow_null=True)
    is_anonymous = serializers.BooleanField()
    org_unit = IdField(
        "org", source="unit.public_id", allow_null=True, help_text=_("Whose people alone read it.")
    )
    state = serializers.ChoiceField(QuestionState.choices)
    answers = GivenAnswerOutput(many=True, source="all_answers")
    merged_into = IdField("qst", source="merged_into.public_id", allow_null=True)
    asked_at = MomentField()
    answered_at = MomentField(allow_null=True)
    updated_at = MomentField()


@extend_schema_serializer(
    examples=[
        examples.example(
            {
                "person": examples.PERSON,
                "title": "How do I refund part of a payment?",
                "skill": examples.SKILL,
            },
            is_request=True,
        )
    ]
)
class QuestionInput(Input):
    """What is asked, and by whom."""

    person = ReferenceField(
        "per", Person.objects.visible_to, help_text=_("Who asks. A person who calls: themselves.")
    )
    title = serializers.CharField(min_length=SHORTEST_TITLE, max_length=LONGEST_TITLE)
    body = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.assessable(), required=False, allow_null=True, default=None
    )
    org_unit = ReferenceField(
        "org",
        lambda user: OrgUnit.objects.all(),
        required=False,
        allow_null=True,
        default=None,
        help_text=_("Whose people alone read it; a unit in which the person works."),
    )


@extend_schema_serializer(
    examples=[
        examples.example(
            {"person": examples.MANAGER, "text": "Open the payment, and choose Refund.", "kind": "product"},
            is_request=True,
        )
    ]
)
class QuestionAnswerInput(Input):
    """What is answered, and by whom."""

    person = ReferenceField(
        "per", Person.objects.visible_to, help_text=_("Who answers. A person who calls: themselves.")
    )
    text = serializers.CharField(max_length=LONGEST_ANSWER, help_text=_("Markdown."))
    kind = serializers.ChoiceField(AnswerKind.choices, required=False, default=AnswerKind.PROCEDURE.value)


class QuestionParameters(ListParameters):
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("About this skill.")
    )
    asker = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    unanswered = serializers.BooleanField(
        required=False, help_text=_("true: only those without an answer. false: only those with one.")
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class QuestionViewSet(ResourceViewSet):
    prefix, one, many = "qst", _("question"), _("questions")
    about = _(
        "Questions about the work, with answers that say how far they can be relied on. Those of a unit are "
        "given to its people, to HR admins and to machines."
    )
    about_adding = _(
        "Ask a question in somebody’s name. Send an Idempotency-Key, so that a retry asks nothing twice. "
        "Questions without a name are asked on the page alone."
    )
    about_acts = {"answer": _("Answer a question in somebody’s name; all who wait for it are told.")}
    act_inputs = {"answer": QuestionAnswerInput}
    problems = {
        "answer": (
            *("malformed", "body_too_large", "unsupported_media_type", "storage_full", "not_found", "gone"),
            *("invalid", "forbidden"),
        ),
    }
    permission_classes = (MayAsk,)
    scopes = {"read": "questions:read", "write": "questions:write"}
    serializer_class = AskedQuestionOutput
    input_class = QuestionInput
    list_parameters = QuestionParameters
    filters = {
        "skill": lambda rows, skill: rows.filter(skill=skill),
        "asker": lambda rows, person: rows.filter(asker=person),
        "unanswered": lambda rows, is_so: rows.unanswered() if is_so else rows.answered(),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Question]:
        rows = Question.objects.readable_by(self.request.user)
        found: QuerySet[Question] = rows.select_related("skill", "asker", "unit", "merged_into")
        return found

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Each with its answers; one query more."""
        today = local_day(timezone.now(), settings.TIME_ZONE)
        answers = Answer.objects.visible().filter(question__in=[one.pk for one in rows])
        shown: Any = answers.with_standing(self.request.user).select_related("author").best_first(today)
        of_questions: dict[int, list[Any]] = {one.pk: [] for one in rows}
        for answer in shown:
            answer.standing = answer.standing_on(today, is_in_review=answer.is_in_review)
            answer.is_accepted = answer.accepted_at is not None
            of_questions[answer.question_id].append(answer)
        for one in rows:
            one.all_answers = of_questions[one.pk]
        return rows

    def create(self, request: Request) -> Response:
        return create_once(request, write=lambda: self._asked(request), place=self._place)

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, id: str) -> Response:
        question: Question = self.get_object()
        given = QuestionAnswerInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        told = given.validated_data
        self._check_person(request, told["person"])
        if not Question.objects.readable_by(told["person"]).filter(pk=question.pk).exists():
            raise serializers.ValidationError({"person": [_("This person may not read the question.")]})
        key = key_of(request)
        try:
            answer_question(
                question=question,
                author=told["person"],
                text=told["text"],
                kind=told["kind"],
                as_of=timezone.now(),
                idempotency_key=None if key is None else f"api:{caller_id(request)}:{key}"[:200],
            )
        except AnswersError as error:
            raise serializers.ValidationError({error.field or "text": [str(error)]}) from error
        return Response(self._told(question))

    def _asked(self, request: Request) -> dict[str, Any]:
        given = QuestionInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        told = given.validated_data
        self._check_person(request, told["person"])
        asked = Asked(title=told["title"], body=told["body"], skill=told["skill"], unit=told["org_unit"])
        try:
            question = ask_question(asker=told["person"], asked=asked, as_of=timezone.now())
        except AnswersError as error:
            field = {"unit": "org_unit", "": "title"}.get(error.field, error.field)
            raise serializers.ValidationError({field: [str(error)]}) from error
        return self._told(question)

    def _check_person(self, request: Request, person: Person) -> None:
        caller = person_calling(request)
        if caller is not None and caller.pk != person.pk:
            raise PermissionDenied(_("You ask and answer in your own name."))

    def _told(self, question: Question) -> dict[str, Any]:
        return dict(AskedQuestionOutput(self.present([self.get_queryset().get(pk=question.pk)])[0]).data)

    def _place(self, body: Any) -> str:
        return reverse("api:questions-detail", kwargs={"id": body["id"]}, request=self.request)
