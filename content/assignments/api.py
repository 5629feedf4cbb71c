"""/api/v1/assignments and /api/v1/assigned-people"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from content.assignments.choices import AssignedState, Audience, DueFrom
from content.assignments.inputs import AssignmentChangeInput, AssignmentInput, WaiverInput, refused
from content.assignments.models import (
    AssignedPerson,
    Assignment,
    AssignmentEquivalent,
    AssignmentModule,
    NamedPerson,
)
from content.assignments.reports import contents_of
from content.assignments.services import AssignmentError, assign, change_assignment, end_assignment, waive
from lifow.base.api import examples
from lifow.base.api.authentication import caller_id, person_calling
from lifow.base.api.exceptions import Conflict
from lifow.base.api.fields import DayField, IdField, IdListField, MomentField, ReferenceField
from lifow.base.api.idempotency import act_once, create_once
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import OrgUnit, Person

EXAMPLE = {
    "id": examples.ASSIGNMENT,
    "title": "Customer data, every year",
    "note": "The regulator asks us to show that everybody who sees customer data knows this.",
    "modules": [examples.MODULE],
    "audience": "role",
    "role": examples.ROLE,
    "org_unit": None,
    "manager": None,
    "named": [],
    "hired_from": None,
    "due_from": "assigned",
    "due_on": None,
    "due_days": 30,
    "repeat_months": 12,
    "counts_back_days": 365,
    "managers_may_waive": False,
    "instead_modules": [],
    "instead_tests": [],
    "edition": 1,
    "people": 23,
    "done": 18,
    "waived": 1,
    "overdue": 2,
    "assigned_by": examples.PERSON,
    "ended_at": None,
    "updated_at": "2026-03-02T10:04:00Z",
}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class AssignmentOutput(OutputSerializer):
    """What some people have to do by a day, and how far they are."""

    id = IdField("asg", source="public_id")
    title = serializers.CharField()
    note = serializers.CharField(help_text=_("Why, as the people read it; may be empty."))
    modules = IdListField("mod", read_only=False)
    audience = serializers.ChoiceField(Audience.choices, help_text=_("Whom it is for."))
    role = IdField("rol", source="role.public_id", allow_null=True)
    org_unit = IdField("org", source="org_unit.public_id", allow_null=True)
    manager = IdField("per", source="manager.public_id", allow_null=True)
    named = IdListField("per", read_only=False, help_text=_("People by name."))
    hired_from = DayField(
        allow_null=True, help_text=_("Only for those whose first day of work is this day or later.")
    )
    due_from = serializers.ChoiceField(
        DueFrom.choices,
        help_text=_(
            "day: on `due_on`. assigned, hire: `due_days` after it is assigned, or after the first day."
        ),
    )
    due_on = DayField(allow_null=True)
    due_days = serializers.IntegerField(allow_null=True)
    repeat_months = serializers.IntegerField(
        allow_null=True, help_text=_("Due again so many months after it is done; null for once.")
    )
    counts_back_days = serializers.IntegerField(
        help_text=_("What was done in so many days before it is assigned counts.")
    )
    managers_may_waive = serializers.BooleanField()
    instead_modules = IdListField("mod", read_only=False, help_text=_("What counts instead of all modules."))
    instead_tests = IdListField("frm", read_only=False, help_text=_("Tests that count, once passed."))
    edition = serializers.IntegerField(help_text=_("One more with each change."))
    people = serializers.IntegerField(source="people_count", help_text=_("How many it concerns."))
    done = serializers.IntegerField(source="done_count")
    waived = serializers.IntegerField(source="waived_count")
    overdue = serializers.IntegerField(source="overdue_count", help_text=_("Counted again each hour."))
    assigned_by = IdField("per", source="created_by.public_id", allow_null=True)
    ended_at = MomentField(allow_null=True, help_text=_("null while it is active."))
    updated_at = MomentField()


class Told:
    """A stored assignment with what it asks for as lists, of what was fetched with it."""

    def __init__(self, row: Assignment) -> None:
        self._row = row
        instead = list(row.equivalents.all())
        self.modules = [step.module for step in row.steps.all()]
        self.named = [one.person for one in row.named.all()]
        self.instead_modules = [one.module for one in instead if one.module]
        self.instead_tests = [one.form for one in instead if one.form]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


class AssignmentParameters(ListParameters):
    active = serializers.BooleanField(
        required=False, help_text=_("true: only those that have not ended. false: only those that have.")
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class AssignmentViewSet(ResourceViewSet):
    prefix, one, many = "asg", _("assignment"), _("assignments")
    about = _(
        "What was assigned to whom, by when, and how far people are. HR admins and systems see all of it, "
        "others what they have assigned themselves."
    )
    about_adding = _(
        "Assign modules: to people by name, a team, a role, a unit or everybody. Each of them is told once, "
        "in their working hours; who has done it already is told nothing. Of more than a thousand people a "
        "worker writes the rows, within minutes. HR admins and clients with the scope may. Send an "
        "Idempotency-Key, so that a retry assigns nothing twice."
    )
    about_acts = {
        "change": _(
            "Change what an assignment says. What is not sent stays as it is; what was done or waived stays "
            "so. Whoever gets it, need not do it any more, or has another due day or other modules is told "
            "once. With `edition` nothing is written where somebody else has changed it since (409)."
        ),
        "end": _(
            "End an assignment: nobody has to do it any more, which they are told. What was done stays. "
            "Twice is once."
        ),
    }
    act_inputs = {"change": AssignmentChangeInput}
    keyed = ("change", "end")
    scopes = {"read": "assignments:read", "write": "assignments:write"}
    serializer_class = AssignmentOutput
    input_class = AssignmentInput
    list_parameters = AssignmentParameters
    filters = {
        "active": lambda rows, is_active: rows.filter(ended_at__isnull=is_active),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Assignment]:
        rows = Assignment.objects.visible_to(self.request.user)
        steps = AssignmentModule.objects.select_related("module").order_by("position")
        named = NamedPerson.objects.select_related("person").order_by("pk")
        instead = AssignmentEquivalent.objects.select_related("module", "form").order_by("pk")
        return rows.select_related("role", "org_unit", "manager", "created_by").prefetch_related(
            Prefetch("steps", steps), Prefetch("named", named), Prefetch("equivalents", instead)
        )

    def present(self, rows: Sequence[Assignment]) -> Sequence[Any]:
        return [Told(one) for one in rows]

    def create(self, request: Request) -> Response:
        return create_once(request, write=lambda: self._assigned(request), place=self._place)

    @action(detail=True, methods=["post"])
    def change(self, request: Request, id: str) -> Response:
        found = self.get_object()
        return act_once(request, write=lambda: self._changed(request, found))

    @action(detail=True, methods=["post"])
    def end(self, request: Request, id: str) -> Response:
        found = self.get_object()

        def write() -> dict[str, Any]:
            end_assignment(assignment=found, by=person_calling(request), as_of=timezone.now())
            return self._told(found)

        return act_once(request, write=write)

    def _assigned(self, request: Request) -> dict[str, Any]:
        given = AssignmentInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        try:
            made = assign(contents=given.contents(), by=person_calling(request), as_of=timezone.now())
        except AssignmentError as error:
            raise refused(error, given.fields) from error
        return self._told(made)

    def _changed(self, request: Request, found: Assignment) -> dict[str, Any]:
        given = AssignmentChangeInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        by = person_calling(request)
        try:
            change_assignment(
                assignment=found,
                contents=given.contents(contents_of(found)),
                edition=given.validated_data.get("edition"),
                by=by,
                client=caller_id(request) if by is None else "",
                as_of=timezone.now(),
            )
        except AssignmentError as error:
            if not error.field:
                raise Conflict(str(error)) from error
            raise refused(error, given.fields) from error
        return self._told(found)

    def _told(self, one: Assignment) -> dict[str, Any]:
        row = self.get_queryset().get(pk=one.pk)
        return dict(AssignmentOutput(self.present([row])[0]).data)

    def _place(self, body: Any) -> str:
        return reverse("api:assignments-detail", kwargs={"id": body["id"]}, request=self.request)


ASSIGNED_EXAMPLE = {
    "id": examples.ASSIGNED_PERSON,
    "assignment": examples.ASSIGNMENT,
    "person": examples.PERSON,
    "round": 1,
    "state": "done",
    "assigned_at": "2026-02-02T09:00:00Z",
    "due_on": "2026-03-04",
    "done_at": "2026-03-02T10:04:00Z",
    "due_again_on": "2027-03-02",
    "waived_by": None,
    "updated_at": "2026-03-02T10:04:00Z",
}


@extend_schema_serializer(examples=[examples.example(ASSIGNED_EXAMPLE)])
class AssignedPersonOutput(OutputSerializer):
    """What became of an assignment for one person; each time that it is due again is a round of its own."""

    id = IdField("asp", source="public_id")
    assignment = IdField("asg", source="assignment.public_id")
    person = IdField("per", source="person.public_id")
    round = serializers.IntegerField(help_text=_("From 1."))
    state = serializers.ChoiceField(
        AssignedState.choices,
        help_text=_("open: to do, also past its day. removed: it does not concern the person any more."),
    )
    assigned_at = MomentField()
    due_on = DayField(help_text=_("The last day, in the person's own time zone."))
    done_at = MomentField(
        allow_null=True, help_text=_("May be before it was assigned: what was done shortly before counts.")
    )
    due_again_on = DayField(source="repeats_on", allow_null=True)
    waived_by = IdField("per", source="waived_by.public_id", allow_null=True)
    updated_at = MomentField()


class AssignedPersonParameters(ListParameters):
    person = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    org_unit = ReferenceField(
        "org",
        lambda user: OrgUnit.objects.all(),
        required=False,
        help_text=_("Of people who work in this unit now, or in a unit below it."),
    )
    assignment = IdField("asg", required=False, help_text=_("Of this assignment."))
    state = serializers.ChoiceField(AssignedState.choices, required=False, help_text=_("In this state."))
    due_before = DayField(required=False, help_text=_("Due before this day."))
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class AssignedPersonViewSet(ResourceViewSet):
    prefix, one, many = "asp", _("person with an assignment"), _("people with assignments")
    about = _(
        "Who has to do what by when, and what became of it: for a record elsewhere of what people have to "
        "learn. A person sees their own and those of their reporting line."
    )
    about_acts = {
        "waive": _(
            "Say that somebody need not do it, this time, and why: they are told. HR admins and clients "
            "with the scope may; nobody waives their own. By the same caller, twice is once."
        )
    }
    act_inputs = {"waive": WaiverInput}
    keyed = ("waive",)
    scopes = {"read": "assignments:read", "write": "assignments:write"}
    serializer_class = AssignedPersonOutput
    list_parameters = AssignedPersonParameters
    filters = {
        "person": lambda rows, person: rows.for_person(person),
        "org_unit": lambda rows, unit: rows.filter(person__in=Person.objects.in_org_unit(unit)),
        "assignment": lambda rows, public_id: rows.filter(assignment__public_id=public_id),
        "state": lambda rows, state: rows.filter(state=state),
        "due_before": lambda rows, day: rows.filter(due_on__lt=day),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[AssignedPerson]:
        rows = AssignedPerson.objects.visible_to(self.request.user)
        return rows.select_related("person", "assignment", "waived_by")

    @action(detail=True, methods=["post"])
    def waive(self, request: Request, id: str) -> Response:
        row, by = self.get_object(), person_calling(request)
        if by is not None and not by.has_perm("content.waive_assignment", row):
            raise PermissionDenied(_("Nobody waives what is assigned to themselves."))
        return act_once(request, write=lambda: self._waived(request, row, by))

    def _waived(self, request: Request, row: AssignedPerson, by: Person | None) -> dict[str, Any]:
        given = WaiverInput(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        try:
            waive(row=row, by=by, reason=given.validated_data["reason"], as_of=timezone.now())
        except AssignmentError as error:
            if not error.field:
                raise Conflict(str(error)) from error
            raise refused(error, given.fields) from error
        return dict(AssignedPersonOutput(self.get_object()).data)
