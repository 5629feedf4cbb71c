"""/api/v1/refreshers"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.testing.bank.choices import ItemKind
from assessments.testing.calibration.choices import Confidence
from assessments.testing.sittings.choices import SittingState
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.reports import shown_question
from assessments.testing.sittings.services import AnsweredAlreadyError, SittingError
from content.refreshers.models import RefresherCard
from content.refreshers.services import RefreshersError, answer_refresher, begin_refreshers
from lifow.base.api import examples
from lifow.base.api.authentication import person_calling
from lifow.base.api.exceptions import Conflict
from lifow.base.api.fields import DayField, IdField, MomentField, ReferenceField
from lifow.base.api.idempotency import create_once, key_of
from lifow.base.api.inputs import Input
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.permissions import HasScope
from lifow.base.api.pictures import picture_file
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import Person

MOST = 12
EXAMPLE_QUESTION = {
    "number": 2,
    "skill": examples.SKILL,
    "kind": "single",
    "language": "en",
    "stem": "How long can a customer return a device?",
    "body": {"options": [{"key": "1", "text": "30 days"}, {"key": "2", "text": "14 days"}]},
    "picture": None,
    "picture_alt": "",
    "seconds_expected": 45,
}
EXAMPLE_ANSWER = {
    "number": 1,
    "answer": ["14 days"],
    "confidence": "sure",
    "is_late": False,
    "is_right": True,
    "right": ["14 days"],
    "rationale": "By the policy of 2024.",
    "comes_back_on": "2026-03-11",
}
EXAMPLE = {
    "id": examples.SITTING,
    "person": examples.PERSON,
    "state": "open",
    "most": 2,
    "question": EXAMPLE_QUESTION,
    "answers": [EXAMPLE_ANSWER],
    "started_at": "2026-03-02T12:00:00Z",
    "expires_at": "2026-03-02T17:29:50Z",
    "finished_at": None,
    "updated_at": "2026-03-02T12:00:40Z",
}
SHOWN = Prefetch(
    "items",
    SittingItem.objects.select_related("version__item", "version__picture", "part__skill").order_by("number"),
    to_attr="all_items",
)


class MayAnswer(HasScope):
    """A machine by its scope; any person for themselves."""

    def has_permission(self, request: Any, view: Any) -> bool:
        user = request.user
        is_person = bool(user and user.is_authenticated and user.pk is not None and not request.auth)
        return is_person or bool(super().has_permission(request, view))


@extend_schema_field({"type": "object", "additionalProperties": True})
class BodyOfRefresherField(serializers.DictField):
    """What can be answered, by the kind of question."""


class RefresherQuestionOutput(OutputSerializer):
    """A question that waits for an answer, without what is right."""

    number = serializers.IntegerField(source="item.number")
    skill = IdField("skl", source="item.part.skill.public_id")
    kind = serializers.ChoiceField(ItemKind.choices, source="shown.kind")
    language = serializers.CharField(source="shown.language")
    stem = serializers.CharField(source="item.version.stem", help_text=_("What is asked, in Markdown."))
    body = BodyOfRefresherField(
        source="shown.body", help_text=_("What can be answered, each with the key by which it is chosen.")
    )
    picture = serializers.CharField(
        source="picture_url",
        allow_null=True,
        help_text=_("Its address on this site, for the person; clients get it below the refreshers."),
    )
    picture_alt = serializers.CharField(source="shown.picture_alt")
    seconds_expected = serializers.IntegerField(source="item.version.seconds_expected")


class RefresherAnswerOutput(OutputSerializer):
    """What was answered, what is right, and when the question comes back."""

    number = serializers.IntegerField(source="item.number")
    answer = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text=_("In words; empty where none was given.")
    )
    confidence = serializers.ChoiceField(Confidence.choices, source="item.confidence", allow_blank=True)
    is_late = serializers.BooleanField(
        source="item.is_late", help_text=_("It came after the working day, and counts for no level.")
    )
    is_right = serializers.BooleanField(allow_null=True)
    right = serializers.ListField(
        source="feedback.right", child=serializers.CharField(), read_only=True, allow_null=True
    )
    rationale = serializers.CharField(source="feedback.rationale", allow_null=True)
    comes_back_on = DayField(source="item.comes_back_on", allow_null=True)


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class RefreshersOutput(OutputSerializer):
    """A few questions that come back to one person, so that what they learned is not forgotten."""

    id = IdField("sit", source="public_id")
    person = IdField("per", source="person.public_id")
    state = serializers.ChoiceField(SittingState.choices)
    most = serializers.IntegerField(help_text=_("Questions in all."))
    question = RefresherQuestionOutput(
        allow_null=True, help_text=_("That waits for an answer; null for all but the person and clients.")
    )
    answers = RefresherAnswerOutput(many=True, help_text=_("None for all but the person and clients."))
    started_at = MomentField()
    expires_at = MomentField(source="deadline_at", help_text=_("Where the person’s work ends."))
    finished_at = MomentField(allow_null=True)
    updated_at = MomentField()


@extend_schema_serializer(
    examples=[examples.example({"person": examples.PERSON, "most": 2}, is_request=True)]
)
class RefreshersInput(Input):
    """Whom to ask again."""

    person = ReferenceField(
        "per", Person.objects.visible_to, help_text=_("Who answers. A person who calls: themselves.")
    )
    most = serializers.IntegerField(
        min_value=1, max_value=MOST, required=False, default=MOST, help_text=_("Questions at most.")
    )


@extend_schema_serializer(
    examples=[
        examples.example({"number": 2, "given": {"key": "2"}, "confidence": "think_so"}, is_request=True)
    ]
)
class RefresherAnswerInput(Input):
    """The answer to the question that waits."""

    number = serializers.IntegerField(min_value=1, max_value=10_000)
    given = BodyOfRefresherField(help_text=_("As in a quick check; {} where they do not know."))
    confidence = serializers.ChoiceField(
        Confidence.choices, required=False, allow_blank=True, default="", help_text=_("How sure they are.")
    )


class RefreshersParameters(ListParameters):
    person = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    state = serializers.ChoiceField(SittingState.choices, required=False, help_text=_("In this state."))
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class RefreshersViewSet(ResourceViewSet):
    prefix, one, many = "sit", _("round of refreshers"), _("rounds of refreshers")
    about = _(
        "Questions on what somebody learned, asked again before they would forget it, for any channel. What "
        "is right is told after each answer. Others than the person and clients see neither questions nor "
        "answers."
    )
    about_adding = _(
        "Begin what the person can be asked now, or get what is open. The caps of a day and a week, working "
        "hours and leave are kept; where nothing is asked now, the problem says why. Send an "
        "Idempotency-Key, so that a retry begins nothing new."
    )
    about_acts = {
        "answer": _(
            "Answer the question that waits; the next one is in the answer. The same again gives the same. "
            "Another answer to a question that was answered is a conflict."
        ),
        "picture": _("The picture of the question that waits, for the person and clients. It has none: 404."),
    }
    act_inputs = {"answer": RefresherAnswerInput}
    problems = {
        "answer": (
            *("malformed", "body_too_large", "unsupported_media_type", "storage_full", "not_found", "gone"),
            *("invalid", "conflict", "forbidden"),
        ),
        "create": ("conflict",),
    }
    downloads = {"picture": "image/*"}
    shown = {"picture": "(the bytes of the picture)"}
    permission_classes = (MayAnswer,)
    scopes = {"read": "sittings:read", "write": "sittings:write"}
    serializer_class = RefreshersOutput
    input_class = RefreshersInput
    list_parameters = RefreshersParameters
    filters = {
        "person": lambda rows, person: rows.for_person(person),
        "state": lambda rows, state: rows.filter(state=state),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Sitting]:
        rows = Sitting.objects.visible_to(self.request.user).refreshers()
        return rows.select_related("person__merged_into").prefetch_related(SHOWN)

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Each with its question and answers, for those who may see them; one query more."""
        people = {one.person.merged_into_id or one.person_id for one in rows}
        due = {
            (person, item): day
            for person, item, day in RefresherCard.objects.filter(person__in=people).values_list(
                "person", "item", "due_on"
            )
        }
        for one in rows:
            one.person = one.person.merged_into or one.person
            one.most = len(one.all_items)
            asked = [item for item in one.all_items if item.shown_at is not None]
            for item in asked:
                item.comes_back_on = due.get((one.person.pk, item.item_id))
            told = [shown_question(one, item) for item in asked] if self._may_answer(one) else []
            one.answers = [question for question in told if question.answer is not None]
            waiting = [question for question in told if question.answer is None]
            one.question = waiting[0] if waiting and one.is_open else None
        return rows

    def create(self, request: Request) -> Response:
        return create_once(request, write=lambda: self._begun(request), place=self._place)

    @action(detail=True, methods=["post"])
    def answer(self, request: Request, id: str) -> Response:
        sitting: Sitting = self.get_object()
        if not self._may_answer(sitting):
            raise PermissionDenied(_("Only the person who is asked answers."))
        given = RefresherAnswerInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        key = key_of(request)
        try:
            answer_refresher(
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
        return Response(self._told(sitting))

    @action(detail=True)
    def picture(self, request: Request, id: str) -> HttpResponse:
        [found] = self.present([self.get_object()])
        return picture_file(None if found.question is None else found.question.shown.picture)

    def _may_answer(self, sitting: Sitting) -> bool:
        """Whether the caller is who is asked, or a system that asks them."""
        user = self.request.user
        return user.pk is None or user.pk in (sitting.person_id, sitting.person.merged_into_id)

    def _told(self, sitting: Sitting) -> dict[str, Any]:
        return dict(RefreshersOutput(self.present([self.get_queryset().get(pk=sitting.pk)])[0]).data)

    def _place(self, body: Any) -> str:
        return reverse("api:refreshers-detail", kwargs={"id": body["id"]}, request=self.request)

    def _begun(self, request: Request) -> dict[str, Any]:
        given = RefreshersInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        person, caller = given.validated_data["person"], person_calling(request)
        if caller is not None and caller.pk != person.pk:
            raise serializers.ValidationError({"person": [_("You can ask questions of yourself alone.")]})
        try:
            sitting = begin_refreshers(person=person, most=given.validated_data["most"], as_of=timezone.now())
        except RefreshersError as error:
            raise serializers.ValidationError({"person": [str(error)]}) from error
        return self._told(sitting)
