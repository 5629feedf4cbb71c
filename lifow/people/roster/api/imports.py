"""/api/v1/imports"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from lifow.base.api import examples
from lifow.base.api.authentication import ApiClient, person_calling
from lifow.base.api.exceptions import Conflict, Held
from lifow.base.api.fields import IdField, MomentField, ReferenceField, TextField
from lifow.base.api.inputs import Input
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.parsers import FileParser, JSONParser
from lifow.base.api.viewsets import ResourceViewSet, sees_the_company
from lifow.base.file_imports import services as steps
from lifow.base.file_imports.services import ImportStepError
from lifow.people.persons.models import Person
from lifow.people.roster import services
from lifow.people.roster.interchange import (
    NO_MAPPING,
    MassChange,
    RosterError,
    check_headings,
    check_size,
    read_mapping,
)
from lifow.people.roster.models import RosterImport

MOST_OF_A_MAPPING = 100_000
PLAN = "0c8f5b1e6a4d9273f0e1c2b3a4958677d8e9fa0b1c2d3e4f5061728394a5b6c7"
EXAMPLE: dict[str, Any] = {
    "id": examples.IMPORT,
    "source": "hris",
    "state": "planned",
    "files": ["roster.csv"],
    "plan": PLAN,
    "has_changed": False,
    "parts": [{"code": "created", "title": "People to create", "count": 1, "lines": ["Abena Osei (E1042)"]}],
    "limits": [],
    "questions": 0,
    "let_through": {},
    "reason": "",
    "problem": "",
    "rolls_back": None,
    "uploaded_at": "2026-03-02T07:00:00Z",
    "planned_at": "2026-03-02T07:00:02Z",
    "confirmed_at": None,
    "finished_at": None,
}


class PartOutput(OutputSerializer):
    """A part of a plan: how many it has of a kind, and the first of them, a line each."""

    code = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField()
    lines = serializers.ListField(child=serializers.CharField())


class LimitOutput(OutputSerializer):
    """A limit that the plan passes."""

    kind = serializers.CharField()
    count = serializers.IntegerField()
    of = serializers.IntegerField()
    allowed = serializers.IntegerField()
    detail = serializers.CharField(source="text")


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class ImportOutput(OutputSerializer):
    """A file that was sent, what it would change, and what came of it."""

    id = IdField("imp", source="public_id")
    source: Any = serializers.CharField(help_text=_("The system that the file comes from."))
    state = serializers.ChoiceField(
        RosterImport.State.choices,
        help_text=_("planning → planned → applying → applied; or refused, cancelled."),
    )
    files = serializers.ListField(child=serializers.CharField())
    plan = serializers.CharField(
        source="shown", help_text=_("What tells this plan from any other: name it to apply this one.")
    )
    has_changed = serializers.BooleanField(
        help_text=_("The plan that was to be applied is another one by now: read this one.")
    )
    parts = PartOutput(many=True, help_text=_("What would change, or what has changed."))
    limits = LimitOutput(
        many=True, source="stops", help_text=_("What holds the plan until it is let through.")
    )
    questions = serializers.IntegerField(
        help_text=_("Rows that may be about somebody known; an HR admin answers in the admin.")
    )
    let_through = serializers.DictField(
        source="lifted", child=serializers.IntegerField(), help_text=_("What was let through this once.")
    )
    reason = serializers.CharField(help_text=_("Why it was."))
    problem = serializers.CharField(help_text=_("Why it is refused."))
    rolls_back = IdField("imp", source="rolls_back.public_id", allow_null=True)
    uploaded_at = MomentField()
    planned_at = MomentField(allow_null=True)
    confirmed_at = MomentField(allow_null=True)
    finished_at = MomentField(allow_null=True)


@extend_schema_serializer(
    examples=[
        examples.example(
            {"source": "hris", "file": "@roster.csv"}, is_request=True, media_type="multipart/form-data"
        )
    ]
)
class ImportInput(Input):
    """A roster in CSV, and how it is read."""

    source: Any = TextField(50, help_text=_("The system that the file comes from, such as hris."))
    file = serializers.FileField(help_text=_("One line a person, up to 100 MiB and 300,000 lines."))
    mapping = TextField(
        MOST_OF_A_MAPPING,
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        help_text=_("What the company calls its columns and words, in TOML."),
    )
    strict = serializers.BooleanField(
        required=False, default=False, help_text=_("Write nothing if a line is bad.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        text, at = attrs.get("mapping", "").replace("\r\n", "\n"), "file"
        try:
            check_size(attrs["file"].size)
            at = "mapping"
            mapping = read_mapping(text) if text else NO_MAPPING
            at = "file"
            content = attrs["file"].read()
            check_headings(content, mapping)
        except RosterError as error:
            where = "mapping" if error.code == "unknown_heading" else at
            raise serializers.ValidationError({where: [str(error)]}, code=error.code) from error
        return {**attrs, "mapping": text, "content": content}


@extend_schema_serializer(examples=[examples.example({"plan": PLAN}, is_request=True)])
class ApplyInput(Input):
    """Which plan is applied, and what is let through this once."""

    plan = TextField(64, help_text=_("The plan that you have read."))
    let_through = serializers.ListField(
        child=serializers.ChoiceField([kind.value for kind in MassChange]),
        required=False,
        max_length=len(MassChange),
        help_text=_("Kinds of limits that hold the plan, each let through to the number that was shown."),
    )
    reason = TextField(2_000, required=False, help_text=_("Why these changes are right; it is kept."))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("let_through") and not attrs.get("reason", ""):
            message = _now("Say why these changes are right. The reason is kept with the import.")
            raise serializers.ValidationError({"reason": [message]})
        return attrs


class ImportParameters(ListParameters):
    source: Any = TextField(50, required=False, help_text=_("Of this system."))
    state = serializers.ChoiceField(RosterImport.State.choices, required=False, help_text=_("In this state."))
    rolls_back = ReferenceField(
        "imp",
        lambda user: (
            RosterImport.objects.without_contents() if user.is_hr_admin else RosterImport.objects.none()
        ),
        required=False,
        help_text=_("That rolls this import back."),
    )
    updated_since = MomentField(
        required=False, help_text=_("Sent, planned, confirmed or finished at or after this moment.")
    )


def _changed_since(rows: Any, moment: Any) -> Any:
    steps_of_it = ("uploaded_at", "planned_at", "confirmed_at", "finished_at")
    found = Q()
    for name in steps_of_it:
        found |= Q(**{f"{name}__gte": moment})
    return rows.filter(found)


class ImportViewSet(ResourceViewSet):
    prefix, one, many = "imp", _("import"), _("imports")
    about = _(
        "Rosters as files: sent, planned by a worker, read, applied by a worker. HR admins and clients see "
        "them, those of the admin too. Files, plans and names are forgotten after 30 days."
    )
    about_adding = _(
        "Send a roster as multipart/form-data. It is planned in the background (202): read the import until "
        "its state is planned. The same file that is open already is that import; another one of the source "
        "takes its place."
    )
    about_acts = {
        "apply": _(
            "Have the plan written that you have read, by its plan. If the records have changed since, "
            "nothing is written: state is planned again, with has_changed. Sent twice, it is applied once."
        ),
        "cancel": _("Have nothing of it written. One that is applied stays as it is."),
        "roll_back": _(
            "Bring the file in again that was applied before, as a new import to be read and applied. It "
            "undoes what that file says: who left comes back, and people, units, managers and jobs are as it "
            "has them. People and units that were made are not deleted (the people leave), both changes stay "
            "in the history of employments, and messages, requests and pairings that have ended do not come "
            "back."
        ),
        "whole_plan": _("The whole plan as text."),
        "rejects": _(
            "The bad lines as CSV, with line, column and reason in front, to be corrected and sent."
        ),
    }
    scopes = {"read": "people:read", "write": "people:write"}
    statuses = {"create": 202, "apply": 202, "roll_back": 202}
    act_inputs = {"create": ImportInput, "apply": ApplyInput}
    problems = {"create": ("conflict",), "apply": ("conflict", "held"), "roll_back": ("conflict",)}
    uploads = ("create",)
    downloads = {"whole_plan": "text/plain", "rejects": "text/csv"}
    shown = {
        "whole_plan": "Roster plan as of 2026-03-02\nPeople to create  1",
        "rejects": "lifow line,lifow column,lifow reason,Employee ID\r\n2,Email,no address,E1042",
    }
    parser_classes = (JSONParser, FileParser)
    serializer_class = ImportOutput
    list_parameters = ImportParameters
    filters = {
        "source": lambda rows, source: rows.filter(source=source),
        "state": lambda rows, state: rows.filter(state=state),
        "rolls_back": lambda rows, other: rows.filter(rolls_back=other),
        "updated_since": _changed_since,
    }

    def get_queryset(self) -> QuerySet[RosterImport]:
        rows = RosterImport.objects.without_contents().select_related("rolls_back")
        return rows if sees_the_company(self.request) else rows.none()

    def present(self, rows: Any) -> Any:
        for row in rows:
            row.parts, row.stops = row.summary.get("parts", []), row.summary.get("stops", [])
            row.questions = sum(one["count"] for one in row.parts if one["code"] == "same_people")
        return rows

    def create(self, request: Request) -> Response:
        given = ImportInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        told = given.validated_data
        try:
            row = services.upload_roster(
                source=told["source"],
                mapping=told["mapping"],
                is_strict=told["strict"],
                name=told["file"].name,
                content=told["content"],
                uploaded_at=timezone.now(),
                **_sender(request),
            )
        except ImportStepError as error:
            raise Conflict(str(error)) from error
        return self._accepted(row)

    @action(detail=True, methods=["post"])
    def apply(self, request: Request, id: str) -> Response:
        row = self.get_object()
        given = ApplyInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        told = given.validated_data
        lifted = set(told.get("let_through", ()))
        self._refuse_held(row, lifted)
        try:
            row = services.confirm_import(
                row=row,
                shown=told["plan"],
                lifted=lifted,
                reason=told.get("reason", ""),
                confirmed_by=_person(request),
                confirmed_at=timezone.now(),
                applied_by=_client(request),
            )
        except ImportStepError as error:
            raise Conflict(str(error)) from error
        return self._accepted(row)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, id: str) -> Response:
        steps.cancel(self.get_object(), cancelled_at=timezone.now())
        return self.retrieve(request, id)

    @action(detail=True, methods=["post"], url_path="roll-back")
    def roll_back(self, request: Request, id: str) -> Response:
        try:
            row = services.roll_back_import(
                row=self.get_object(), uploaded_at=timezone.now(), **_sender(request)
            )
        except ImportStepError as error:
            raise Conflict(str(error)) from error
        return self._accepted(row)

    @action(detail=True, url_path="plan", url_name="plan")
    def whole_plan(self, request: Request, id: str) -> HttpResponse:
        return self._file(services.PLAN, "text/plain; charset=utf-8")

    @action(detail=True)
    def rejects(self, request: Request, id: str) -> HttpResponse:
        return self._file(services.REJECTS, "text/csv; charset=utf-8")

    def _file(self, name: str, kind: str) -> HttpResponse:
        content = RosterImport.objects.get(pk=self.get_object().pk).outcomes().get(name)
        if content is None:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=kind, headers=headers)

    def _accepted(self, row: RosterImport) -> Response:
        found = self.get_queryset().get(pk=row.pk)
        address = reverse("api:imports-detail", kwargs={"id": found.public_id}, request=self.request)
        told = ImportOutput(self.present([found])[0]).data
        return Response(told, status=202, headers={"Location": address})

    def _refuse_held(self, row: RosterImport, lifted: set[str]) -> None:
        stops = row.summary.get("stops", []) if row.is_planned else []
        held = [LimitOutput(one).data for one in stops if one["kind"] not in lifted]
        if held:
            raise Held(" ".join(one["detail"] for one in held), [dict(one) for one in held])


def _person(request: Request) -> Person | None:
    found: Person | None = person_calling(request)
    return found


def _client(request: Request) -> str:
    """The client that calls; "" where it is a person."""
    return request.user.client_id if isinstance(request.user, ApiClient) else ""


def _sender(request: Request) -> Mapping[str, Any]:
    return {"uploaded_by": _person(request), "sent_by": _client(request)}
