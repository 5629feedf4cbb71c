"""/api/v1/evidence"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.evidence.choices import LEAST_STANDARD_ERROR, LONGEST_REASON
from assessments.evidence.models import Evidence
from assessments.evidence.reports import with_withdrawals, withdrawals_of
from assessments.evidence.rules import may_restore, may_withdraw
from assessments.evidence.services import (
    EvidenceError,
    WithdrawalError,
    record_evidence,
    restore_evidence,
    withdraw_evidence,
)
from assessments.frameworks.models import Skill
from lifow.base.api import examples
from lifow.base.api.authentication import caller_id, person_calling
from lifow.base.api.fields import DayField, IdField, MomentField, ReferenceField, TextField
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
    "standard_error": 0.4,
    "source": "test",
    "rater": None,
    "observed_at": "2026-03-02T12:00:00Z",
    "valid_until": "2027-03-02",
    "origin": {**ORIGIN, "recorded_by": "hr-sync"},
    "attributed_by": "hr-sync",
    "supersedes": examples.CORRECTED,
    "superseded_by": None,
    "withdrawal": None,
    "recorded_at": "2026-03-02T12:00:05Z",
}
EXAMPLE_OF_REASON = {"reason": "Sent for the wrong person: two employees have the same name."}
EXAMPLE_TO_ADD = {
    "person": examples.PERSON,
    "skill": examples.SKILL,
    "level": 3,
    "standard_error": 0.4,
    "source": "test",
    "observed_at": "2026-03-02T12:00:00Z",
    "valid_until": "2027-03-02",
    "origin": ORIGIN,
    "supersedes": examples.CORRECTED,
}


class OriginInput(Input):
    """Where it came from, as it was then."""

    kind = TextField(required=False, max_length=50, help_text=_("Such as test, review, ticket."))
    id = TextField(required=False, max_length=200, help_text=_("Its id in the system that it came from."))
    title = TextField(required=False, max_length=200)
    text = TextField(required=False, max_length=2000, help_text=_("What was seen, in words."))


class OriginOutput(OutputSerializer):
    """Where it came from; what is not known is absent."""

    kind = serializers.CharField(required=False)
    id = serializers.CharField(required=False)
    title = serializers.CharField(required=False)
    text = serializers.CharField(required=False, allow_blank=True)
    recorded_by = serializers.CharField(
        required=False, help_text=_("The client or person who sent it to lifow.")
    )


@extend_schema_field({"type": "number", "minimum": float(LEAST_STANDARD_ERROR), "maximum": 99.99})
class StandardErrorField(serializers.DecimalField):
    """By how much the level of a test is usually off; described by numbers, as JSON knows no decimals."""


class WithdrawalOutput(OutputSerializer):
    """That a piece counts no more, since when and why."""

    withdrawn_at = MomentField(source="said_at")
    reason = serializers.CharField()
    withdrawn_by = IdField(
        "per", source="said_by.public_id", allow_null=True, help_text=_("Null where a client did.")
    )
    client = serializers.CharField(help_text=_("The client that did; empty where a person did."))


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class EvidenceOutput(OutputSerializer):
    """One piece of evidence of a person's level in a skill. Never changed: a correction supersedes it, and
    what was sent by mistake is withdrawn."""

    id = IdField("evd", source="public_id")
    person = IdField("per", source="person.public_id")
    skill = IdField("skl", source="skill.public_id")
    level = serializers.FloatField(
        help_text=_("On the skill's scale as it was when this was recorded. 0 means: cannot do it yet.")
    )
    standard_error = serializers.FloatField(
        allow_null=True,
        help_text=_("Of a test that says it: by how much its level is usually off, in levels."),
    )
    # A field, where REST framework has an attribute of this name.
    source: Any = serializers.ChoiceField(Evidence.Source.choices)
    rater = IdField("per", source="rater.public_id", allow_null=True)
    observed_at = MomentField()
    valid_until = serializers.DateField(allow_null=True)
    origin = OriginOutput()
    attributed_by = serializers.CharField(
        allow_null=True,
        help_text=_(
            "The client that says so, where nothing in lifow shows that the rater did: it weighs less. Null "
            "for what people record, and where the rater was above the person or their mentor then."
        ),
    )
    supersedes = IdField("evd", source="supersedes.public_id", allow_null=True)
    superseded_by = IdField("evd", source="superseded_by.public_id", allow_null=True)
    withdrawal = WithdrawalOutput(allow_null=True, help_text=_("Null where it is not withdrawn."))
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
    standard_error = StandardErrorField(
        max_digits=4,
        decimal_places=2,
        min_value=LEAST_STANDARD_ERROR,
        required=False,
        allow_null=True,
        coerce_to_string=False,
        help_text=_(
            "Of a test: by how much the level that it found is usually off, in levels. With it, the test "
            "counts by how sure it is; without, as tests usually do. The highest level says “this or more”, "
            "0 “this or less”."
        ),
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
    valid_until = DayField(
        required=False,
        allow_null=True,
        help_text=_("The last day on which it counts."),
    )
    origin = OriginInput(required=False)
    supersedes = ReferenceField(
        "evd",
        Evidence.objects.visible_to,
        required=False,
        allow_null=True,
        help_text=_("The evidence that this corrects: of the same person and skill, not corrected yet."),
    )


@extend_schema_serializer(examples=[examples.example(EXAMPLE_OF_REASON, is_request=True)])
class WithdrawalInput(Input):
    """Why a piece is withdrawn, or counts again."""

    reason = TextField(
        max_length=LONGEST_REASON,
        help_text=_("Everybody who may see the evidence reads it, the person first."),
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
            "true: only evidence that counts. false: only evidence that a correction has superseded, or that "
            "is withdrawn."
        ),
    )
    recorded_since = MomentField(required=False, help_text=_("Recorded at or after this moment."))
    updated_since = MomentField(
        required=False, help_text=_("Recorded, or superseded by a correction, at or after this moment.")
    )


OF_A_REASON = ("malformed", "body_too_large", "unsupported_media_type", "invalid", "forbidden")


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
        "pages. Send an Idempotency-Key, so that a retry cannot count twice. What a client says in "
        "somebody's name is attributed to the client and weighs less, unless the roster or a pairing shows "
        "that the rater was the person's manager or mentor then. Nothing is recorded about people who have "
        "left. A clock that is up to a minute ahead is read as now."
    )
    about_acts = {
        "withdraw": _(
            "Have a piece count no more, from now on: for what was sent by mistake, such as for the wrong "
            "person. It stays on record. HR admins may, and for two weeks the client that sent it. Twice is "
            "once."
        ),
        "restore": _(
            "Have a piece that was withdrawn count again, from now on. HR admins may, and for two weeks the "
            "client that withdrew it. Twice is once."
        ),
    }
    act_inputs = {"withdraw": WithdrawalInput, "restore": WithdrawalInput}
    problems = {"withdraw": OF_A_REASON, "restore": OF_A_REASON}
    scopes = {"read": "evidence:read", "write": "evidence:write"}
    serializer_class = EvidenceOutput
    input_class = EvidenceInput
    list_parameters = EvidenceParameters
    filters = {
        "person": lambda rows, person: rows.for_person(person),
        "skill": lambda rows, skill: rows.filter(skill=skill),
        "source": lambda rows, source: rows.filter(source=source),
        "standing": lambda rows, stands: rows.standing() if stands else rows.not_standing(),
        "recorded_since": lambda rows, moment: rows.filter(recorded_at__gte=moment),
        "updated_since": lambda rows, moment: rows.filter(
            Q(recorded_at__gte=moment) | Q(superseded_by__recorded_at__gte=moment)
        ),
    }

    def get_queryset(self) -> QuerySet[Evidence]:
        rows = Evidence.objects.visible_to(self.request.user).with_withdrawal()
        return rows.select_related(
            "person__merged_into", "skill", "rater__merged_into", "supersedes", "superseded_by"
        )

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Of and by the kept persons of merged records, each with its withdrawal."""
        for one in with_withdrawals(rows):
            one.person = one.person.merged_into or one.person
            one.rater = one.rater and (one.rater.merged_into or one.rater)
        return rows

    def create(self, request: Request) -> Response:
        return create_once(request, write=lambda: self._recorded(request), place=self._place)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:
        piece, reason = self.get_object(), self._reason(request)
        self._check_may(may_withdraw(request.user, piece, timezone.now()))
        return self._said(request, withdraw_evidence, piece, reason)

    @action(detail=True, methods=["post"])
    def restore(self, request: Request, id: str) -> Response:
        piece, reason = self.get_object(), self._reason(request)
        self._check_may(may_restore(request.user, piece, withdrawals_of(piece), timezone.now()))
        return self._said(request, restore_evidence, piece, reason)

    def _reason(self, request: Request) -> str:
        given = WithdrawalInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        return str(given.validated_data["reason"])

    def _check_may(self, may: bool) -> None:
        if not may:
            raise PermissionDenied(
                _("HR admins may, and for two weeks the client or person who recorded it, or withdrew it.")
            )

    def _said(self, request: Request, say: Callable[..., Any], piece: Evidence, reason: str) -> Response:
        by = person_calling(request)
        client = caller_id(request) if by is None else ""
        try:
            say(evidence=piece, reason=reason, as_of=timezone.now(), by=by, client=client)
        except WithdrawalError as error:
            raise serializers.ValidationError({error.field: [str(error)]}) from error
        return Response(EvidenceOutput(self.present([self.get_object()])[0]).data)

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
                client=caller_id(request) if person_calling(request) is None else "",
            )
        except EvidenceError as error:
            raise serializers.ValidationError({error.field: [str(error)]}) from error
        rows = self.get_queryset().filter(pk=evidence.pk)
        return dict(EvidenceOutput(self.present([rows.get()])[0]).data)
