"""/api/v1/rating-requests"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.frameworks.models import Skill
from assessments.requests.choices import RequestOrigin, SkipReason
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.reports import Ask
from assessments.requests.services import MOST_AT_ONCE, RequestError, ask_many, withdraw_requests
from lifow.base.api import examples
from lifow.base.api.authentication import person_calling
from lifow.base.api.exceptions import UNKNOWN
from lifow.base.api.fields import IdField, MomentField, ReferenceField
from lifow.base.api.idempotency import create_once
from lifow.base.api.inputs import Input
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import Person

EXAMPLE = {
    "id": examples.RATING_REQUEST,
    "batch": examples.REQUEST_BATCH,
    "person": examples.PERSON,
    "skill": examples.SKILL,
    "source": "manager",
    "asked": examples.MANAGER,
    "asked_by": None,
    "origin": "system",
    "state": "open",
    "reason": "",
    "evidence": None,
    "asked_at": "2026-03-02T12:00:00Z",
    "expires_at": "2026-03-16T12:00:00Z",
    "closed_at": None,
    "updated_at": "2026-03-02T12:00:00Z",
}
EXAMPLE_TO_ADD = {"source": "manager", "about": [{"person": examples.PERSON, "skill": examples.SKILL}]}
EXAMPLE_ADDED = {
    "batch": examples.REQUEST_BATCH,
    "asked": 1,
    "skipped": [{"reason": "open", "count": 2}],
    "requests": [EXAMPLE],
}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class RatingRequestOutput(OutputSerializer):
    """Somebody is asked for a rating of a person in a skill, and what became of it."""

    id = IdField("rrq", source="public_id")
    batch = IdField(
        "rqb",
        source="batch.public_id",
        allow_null=True,
        help_text=_("What was asked at once. Null where a manager declined to confirm a self-rating."),
    )
    person = IdField("per", source="person.public_id", help_text=_("Whose level it is about."))
    skill = IdField("skl", source="skill.public_id")
    # A field, where REST framework has an attribute of this name.
    source: Any = serializers.ChoiceField(RatingRequest.Source.choices)
    asked = IdField("per", source="asked.public_id", help_text=_("Who is to answer."))
    asked_by = IdField(
        "per", source="asked_by.public_id", allow_null=True, help_text=_("Null where no person asked.")
    )
    origin = serializers.ChoiceField(RequestOrigin.choices, help_text=_("What opened the request."))
    state = serializers.ChoiceField(RatingRequest.State.choices)
    reason = serializers.ChoiceField(
        RatingRequest.Reason.choices,
        source="closing_reason",
        allow_blank=True,
        help_text=_("Why it was declined, or why it was withdrawn where no person did so."),
    )
    evidence = IdField("evd", source="evidence.public_id", allow_null=True, help_text=_("The answer."))
    asked_at = MomentField()
    expires_at = MomentField()
    closed_at = MomentField(allow_null=True)
    updated_at = MomentField()


class SkippedOutput(OutputSerializer):
    """How many ratings were not asked for, and why."""

    reason = serializers.ChoiceField(
        SkipReason.choices,
        help_text=_(
            "open: asked already. said: the source has rated within its half-life. declined: it could not "
            "judge within its half-life. nobody: there is nobody to ask. skill: it is not assessed. leave: "
            "somebody is on leave. no_test: there are no questions that the person has not seen lately."
        ),
    )
    count = serializers.IntegerField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE_ADDED)])
class AskedOutput(OutputSerializer):
    """What came of asking."""

    batch = IdField("rqb", allow_null=True, help_text=_("Null where no new rating is asked for."))
    asked = serializers.IntegerField(help_text=_("How many requests there are in the batch."))
    skipped = SkippedOutput(many=True)
    requests = RatingRequestOutput(many=True)


class AboutInput(Input):
    """A rating to ask for."""

    person = IdField("per", help_text=_("Whose level it is."))
    skill = IdField("skl", help_text=_("One that can be rated."))


@extend_schema_serializer(examples=[examples.example(EXAMPLE_TO_ADD, is_request=True)])
class RatingRequestInput(Input):
    """Ratings to ask for at once."""

    source: Any = serializers.ChoiceField(
        RatingRequest.Source.choices,
        help_text=_(
            "self: each person. manager: their manager. observed: the observer. test: each person answers a "
            "few questions."
        ),
    )
    about = serializers.ListField(child=AboutInput(), min_length=1, max_length=MOST_AT_ONCE)
    observer = ReferenceField(
        "per",
        Person.objects.visible_to,
        required=False,
        allow_null=True,
        help_text=_("Who has seen the work; for observed, and for nothing else."),
    )
    expires_at = MomentField(
        required=False, help_text=_("Until when it can be answered: two weeks from now by default.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        is_observed = attrs["source"] == RatingRequest.Source.OBSERVED
        if is_observed != (attrs.get("observer") is not None):
            raise serializers.ValidationError(
                {"observer": [_("Name an observer for observed work, and for no other source.")]}
            )
        return {**attrs, "about": self._named(attrs["about"])}

    def _named(self, about: list[dict[str, str]]) -> list[tuple[int, int]]:
        """The pairs by their keys; two queries, however many."""
        user = self.context["request"].user
        people = _keys_of_people(user, {one["person"] for one in about})
        skills = _keys(Skill.objects.all(), {one["skill"] for one in about})
        known = {"person": people, "skill": skills}
        said = ErrorDetail(str(ReferenceField.default_error_messages[UNKNOWN]), UNKNOWN)
        errors: dict[Any, Any] = {
            place: wrong
            for place, one in enumerate(about)
            if (wrong := {name: [said] for name, rows in known.items() if one[name] not in rows})
        }
        if errors:
            raise serializers.ValidationError({"about": errors})
        return [(people[one["person"]], skills[one["skill"]]) for one in about]


def _keys(rows: QuerySet[Any], public_ids: set[str]) -> dict[str, int]:
    return dict(rows.filter(public_id__in=public_ids).values_list("public_id", "pk"))


def _keys_of_people(user: Any, public_ids: set[str]) -> dict[str, int]:
    """People by their ids, and by those of records that are merged into theirs."""
    visible = Person.objects.visible_to(user)
    known = _keys(visible, public_ids)
    if public_ids - known.keys():
        merged = visible.filter(merged_records__public_id__in=public_ids)
        known |= dict(merged.values_list("merged_records__public_id", "pk"))
    return known


class RatingRequestParameters(ListParameters):
    person = ReferenceField(
        "per", Person.objects.visible_to, required=False, help_text=_("About this person.")
    )
    asked = ReferenceField(
        "per", Person.objects.visible_to, required=False, help_text=_("Asked of this person.")
    )
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("In this skill.")
    )
    batch = ReferenceField(
        "rqb",
        RequestBatch.objects.asked_by_or_for,
        required=False,
        help_text=_("Of what was asked at once."),
    )
    source: Any = serializers.ChoiceField(
        RatingRequest.Source.choices, required=False, help_text=_("Asked of this kind of source.")
    )
    state = serializers.ChoiceField(
        RatingRequest.State.choices, required=False, help_text=_("In this state.")
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class RatingRequestViewSet(ResourceViewSet):
    prefix, one, many = "rrq", _("rating request"), _("rating requests")
    about = _(
        "Who is asked for which rating, since when, and what became of it: open → answered, declined, "
        "withdrawn or expired. A person sees what is asked about them and their reporting line, and what "
        "they are asked."
    )
    about_adding = _(
        "Ask for many ratings at once. Each of those who are asked gets one message. What is asked already, "
        "what the source has said or declined within its half-life, and what nobody can answer is left out "
        "and counted, so that asking again asks nobody twice. A request is answered by evidence of the "
        "source that is asked, about the same person and skill, wherever it comes from."
    )
    about_acts = {"withdraw": _("Take a request back. One that is closed stays as it is.")}
    scopes = {"read": "evidence:read", "write": "evidence:write"}
    serializer_class = RatingRequestOutput
    input_class = RatingRequestInput
    list_parameters = RatingRequestParameters
    filters = {
        "person": lambda rows, person: rows.filter(person=person),
        "asked": lambda rows, person: rows.filter(asked=person),
        "skill": lambda rows, skill: rows.filter(skill=skill),
        "batch": lambda rows, batch: rows.filter(batch=batch),
        "source": lambda rows, source: rows.filter(source=source),
        "state": lambda rows, state: rows.filter(state=state),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[RatingRequest]:
        return RatingRequest.objects.visible_to(self.request.user).select_related(
            "batch", "person", "skill", "asked", "asked_by", "evidence"
        )

    def get_serializer_class(self) -> Any:
        return AskedOutput if self.action == "create" else RatingRequestOutput

    def create(self, request: Request) -> Response:
        return create_once(request, write=lambda: self._asked(request), place=self._place)

    def _place(self, body: Any) -> str:
        rows = reverse("api:rating-requests-list", request=self.request)
        return f"{rows}?batch={body['batch']}" if body["batch"] else rows

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:
        found = self.get_object()
        rows = RatingRequest.objects.filter(pk=found.pk)
        withdraw_requests(requests=rows, as_of=timezone.now(), by=person_calling(request))
        return Response(RatingRequestOutput(self.get_object()).data)

    def _asked(self, request: Request) -> dict[str, Any]:
        given = RatingRequestInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        told = given.validated_data
        observer = told.get("observer")
        asks = [
            Ask(person_id, skill_id, told["source"], observer.pk if observer else None)
            for person_id, skill_id in told["about"]
        ]
        asker = person_calling(request)
        try:
            said = ask_many(
                asks=asks,
                as_of=timezone.now(),
                asked_by=asker,
                origin=RequestOrigin.PERSON if asker else RequestOrigin.SYSTEM,
                expires_at=told.get("expires_at"),
            )
        except RequestError as error:
            raise serializers.ValidationError({"expires_at": [str(error)]}) from error
        skipped = [{"reason": reason, "count": count} for reason, count in sorted(said.skipped.items())]
        rows = self.get_queryset().filter(batch=said.batch).order_by("pk") if said.batch else []
        batch = said.batch.public_id if said.batch else None
        told = {"batch": batch, "asked": said.asked, "skipped": skipped, "requests": rows}
        return dict(AskedOutput(told).data)
