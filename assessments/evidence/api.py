"""/api/v1/evidence"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError, record_evidence
from assessments.frameworks.models import Skill
from lifow.base.api import examples
from lifow.base.api.authentication import caller_id, person_calling
from lifow.base.api.fields import IdField, MomentField, ReferenceField
from lifow.base.api.idempotency import create_once
from lifow.base.api.inputs import Input
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import Person

ORIGIN = {"kind": "test", "id": "quiz-2026-03", "title": "Refunds, March", "text": "9 of 10 right."}
EXAMPLE = {
    "id": examples.EVIDENCE,
    "person": examples.PERSON,
    "skill": examples.SKILL,
    "level": 3.0,
    "source": "test",
    "rater": None,
    "observed_at": "2026-03-02T12:00:00Z",
    "valid_until": "2027-03-02",
    "origin": {**ORIGIN, "recorded_by": "hr-sync"},
    "supersedes": examples.CORRECTED,
    "superseded_by": None,
    "recorded_at": "2026-03-02T12:00:05Z",
}
EXAMPLE_TO_ADD = {
    "person": examples.PERSON,
    "skill": examples.SKILL,
    "level": 3,
    "source": "test",
    "observed_at": "2026-03-02T12:00:00Z",
    "valid_until": "2027-03-02",
    "origin": ORIGIN,
    "supersedes": examples.CORRECTED,
}


class OriginInput(Input):
    """Where it came from, as it was then."""

    kind = serializers.CharField(required=False, max_length=50, help_text=_("Such as test, review, ticket."))
    id = serializers.CharField(
        required=False, max_length=200, help_text=_("Its id in the system that it came from.")
    )
    title = serializers.CharField(required=False, max_length=200)
    text = serializers.CharField(required=False, max_length=2000, help_text=_("What was seen, in words."))


class OriginOutput(OutputSerializer):
    """Where it came from; what is not known is absent."""

    kind = serializers.CharField(required=False)
    id = serializers.CharField(required=False)
    title = serializers.CharField(required=False)
    text = serializers.CharField(required=False, allow_blank=True)
    recorded_by = serializers.CharField(
        required=False, help_text=_("The client or person who sent it to lifow.")
    )


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class EvidenceOutput(OutputSerializer):
    """One piece of evidence of a person's level in a skill. Never changed; a correction supersedes it."""

    id = IdField("evd", source="public_id")
    person = IdField("per", source="person.public_id")
    skill = IdField("skl", source="skill.public_id")
    level = serializers.FloatField(
        help_text=_("On the skill's scale as it was when this was recorded. 0 means: cannot do it yet.")
    )
    # A field, where REST framework has an attribute of this name.
    source: Any = serializers.ChoiceField(Evidence.Source.choices)
    rater = IdField("per", source="rater.public_id", allow_null=True)
    observed_at = MomentField()
    valid_until = serializers.DateField(allow_null=True)
    origin = OriginOutput()
    supersedes = IdField("evd", source="supersedes.public_id", allow_null=True)
    superseded_by = IdField("evd", source="superseded_by.public_id", allow_null=True)
    recorded_at = MomentField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE_TO_ADD, is_request=True)])
class EvidenceInput(Input):
    """One piece of evidence to add."""

    person = ReferenceField("per", Person.objects.visible_to, help_text=_("Whose level it is."))
    skill = ReferenceField(
        "skl",
        lambda user: Skill.objects.assessable(),
        help_text=_("One that can be rated: neither retired nor a heading."),
    )
    level = serializers.DecimalField(
        max_digits=4,
        decimal_places=2,
        min_value=0,
        coerce_to_string=False,
        help_text=_("On the skill's scale, from 0 to its highest level."),
    )
    source: Any = serializers.ChoiceField(
        Evidence.Source.choices, help_text=_("Who or what assessed it; each source counts differently.")
    )
    rater = ReferenceField(
        "per",
        Person.objects.visible_to,
        required=False,
        allow_null=True,
        help_text=_(
            "Who gave the level: the person for self; somebody else for all others; for manager, somebody "
            "who was above the person on that day."
        ),
    )
    observed_at = MomentField(help_text=_("When it was observed, which may be long before it is sent."))
    valid_until = serializers.DateField(
        required=False, allow_null=True, help_text=_("The last day on which it counts.")
    )
    origin = OriginInput(required=False)
    supersedes = ReferenceField(
        "evd",
        Evidence.objects.visible_to,
        required=False,
        allow_null=True,
        help_text=_("The evidence that this corrects: of the same person and skill, not corrected yet."),
    )


class EvidenceParameters(ListParameters):
    person = ReferenceField(
        "per", Person.objects.visible_to, required=False, help_text=_("About this person.")
    )
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("In this skill.")
    )
    source: Any = serializers.ChoiceField(
        Evidence.Source.choices, required=False, help_text=_("From this kind of source.")
    )
    standing = serializers.BooleanField(
        required=False,
        help_text=_(
            "true: only evidence that counts. false: only evidence that a correction has superseded."
        ),
    )
    recorded_since = MomentField(required=False, help_text=_("Recorded at or after this moment."))


class EvidenceViewSet(ResourceViewSet):
    prefix, one, many = "evd", _("piece of evidence"), _("evidence")
    about = _(
        "Ratings, tests and other evidence of people's levels, in the order in which they were "
        "recorded. Gap reports are computed from it. A person sees their own and that of their "
        "reporting line."
    )
    about_adding = _(
        "Add one piece of evidence. Evidence is never changed or deleted: to correct it, add evidence "
        "that supersedes it. The person's gap report is updated in the background. HR admins and "
        "clients with the scope may add evidence; managers, mentors and learners rate on their own "
        "pages. Send an Idempotency-Key, so that a retry cannot count twice."
    )
    scopes = {"read": "evidence:read", "write": "evidence:write"}
    serializer_class = EvidenceOutput
    input_class = EvidenceInput
    list_parameters = EvidenceParameters
    filters = {
        "person": lambda rows, person: rows.for_person(person),
        "skill": lambda rows, skill: rows.filter(skill=skill),
        "source": lambda rows, source: rows.filter(source=source),
        "standing": lambda rows, stands: rows.filter(superseded_by__isnull=stands),
        "recorded_since": lambda rows, moment: rows.filter(recorded_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Evidence]:
        return Evidence.objects.visible_to(self.request.user).select_related(
            "person__merged_into", "skill", "rater__merged_into", "supersedes", "superseded_by"
        )

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Of and by the kept persons of merged records."""
        for one in rows:
            one.person = one.person.merged_into or one.person
            one.rater = one.rater and (one.rater.merged_into or one.rater)
        return rows

    def create(self, request: Request) -> Response:
        return create_once(request, write=lambda: self._recorded(request), place=self._place)

    def _place(self, body: Any) -> str:
        return reverse("api:evidence-detail", kwargs={"id": body["id"]}, request=self.request)

    def _recorded(self, request: Request) -> dict[str, Any]:
        given = EvidenceInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        origin = {**given.validated_data.pop("origin", {}), "recorded_by": caller_id(request)}
        try:
            evidence = record_evidence(
                **given.validated_data,
                origin=origin,
                recorded_at=timezone.now(),
                recorded_by=person_calling(request),
            )
        except EvidenceError as error:
            raise serializers.ValidationError({error.field: [str(error)]}) from error
        return dict(EvidenceOutput(self.present([evidence])[0]).data)
