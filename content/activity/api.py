"""/api/v1/activities and /api/v1/activity-entries"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from content.activity.choices import Act
from content.activity.models import Activity, ActivityEntry
from content.catalogue.models import Module
from lifow.base.api import examples
from lifow.base.api.fields import IdField, MomentField, ReferenceField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.base.channels import Channel
from lifow.people.persons.models import Person

EXAMPLE = {
    "id": examples.ACTIVITY,
    "person": examples.PERSON,
    "module": examples.MODULE,
    "minutes": 6,
    "active_seconds": 342,
    "reached": 100,
    "started_at": "2026-03-02T09:58:00Z",
    "completed_at": "2026-03-02T10:04:00Z",
    "updated_at": "2026-03-02T10:04:00Z",
}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class ActivityOutput(OutputSerializer):
    """What a person did with a module: progress, which says nothing of proficiency."""

    id = IdField("act", source="public_id")
    person = IdField("per", source="person.public_id")
    module = IdField("mod", source="module.public_id")
    minutes = serializers.IntegerField(
        source="minutes_in_all", help_text=_("Minutes of the module that are done so far.")
    )
    active_seconds = serializers.IntegerField(
        help_text=_("Seconds in which its page was seen and used; 0 where nothing was counted.")
    )
    reached = serializers.IntegerField(help_text=_("Percent of its text that was seen."))
    started_at = MomentField()
    completed_at = MomentField(allow_null=True, help_text=_("null while it is not done."))
    updated_at = MomentField()


class ActivityParameters(ListParameters):
    person = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    module = ReferenceField(
        "mod", Module.objects.visible_to, required=False, help_text=_("With this module.")
    )
    completed = serializers.BooleanField(
        required=False, help_text=_("true: only what is done. false: only what was started.")
    )
    completed_since = MomentField(required=False, help_text=_("Done at or after this moment."))
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class ActivityViewSet(ResourceViewSet):
    prefix, one, many = "act", _("activity"), _("activities")
    about = _(
        "Who began and who completed which module: the completions for a record of learning elsewhere. A "
        "person sees their own and those of their reporting line."
    )
    scopes = {"read": "activities:read"}
    serializer_class = ActivityOutput
    list_parameters = ActivityParameters
    filters = {
        "person": lambda rows, person: rows.for_person(person),
        "module": lambda rows, module: rows.filter(module=module),
        "completed": lambda rows, is_done: rows.completed() if is_done else rows.open(),
        "completed_since": lambda rows, moment: rows.filter(completed_at__gte=moment),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Activity]:
        return Activity.objects.visible_to(self.request.user).select_related("person", "module")


ENTRY_EXAMPLE = {
    "id": examples.ACTIVITY_ENTRY,
    "person": examples.PERSON,
    "module": examples.MODULE,
    "act": "learned",
    "at": "2026-03-02T10:01:00Z",
    "channel": "portal",
    "in_hours": True,
    "seconds": 180,
    "updated_at": "2026-03-02T10:01:00Z",
}


@extend_schema_serializer(examples=[examples.example(ENTRY_EXAMPLE)])
class ActivityEntryOutput(OutputSerializer):
    """One thing that a person did with a module. Entries are only added, and never changed."""

    id = IdField("ace", source="public_id")
    person = IdField("per", source="person.public_id")
    module = IdField("mod", source="module.public_id")
    act = serializers.ChoiceField(
        Act.choices,
        help_text=_("started, learned (its page was used for `seconds`), paused or completed."),
    )
    at = MomentField()
    channel = serializers.ChoiceField(Channel.choices, help_text=_("Where it was done."))
    in_hours = serializers.BooleanField(help_text=_("Whether the person works at that moment."))
    seconds = serializers.IntegerField(help_text=_("Seconds of learning since the entry before."))
    updated_at = MomentField()


class ActivityEntryParameters(ListParameters):
    person = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    module = ReferenceField(
        "mod", Module.objects.visible_to, required=False, help_text=_("With this module.")
    )
    act = serializers.ChoiceField(Act.choices, required=False, help_text=_("Of this kind."))
    channel = serializers.ChoiceField(Channel.choices, required=False, help_text=_("Done there."))
    in_hours = serializers.BooleanField(
        required=False, help_text=_("true: only in working hours. false: only outside them.")
    )
    since = MomentField(required=False, help_text=_("Done at or after this moment."))
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class ActivityEntryViewSet(ResourceViewSet):
    prefix, one, many = "ace", _("entry of activity"), _("entries of activity")
    about = _(
        "What people did with modules, one thing after another: when, where, and whether in their working "
        "hours. A person sees their own and those of their reporting line."
    )
    scopes = {"read": "activities:read"}
    serializer_class = ActivityEntryOutput
    list_parameters = ActivityEntryParameters
    filters = {
        "person": lambda rows, person: rows.filter(person=person),
        "module": lambda rows, module: rows.filter(module=module),
        "act": lambda rows, act: rows.filter(act=act),
        "channel": lambda rows, channel: rows.filter(channel=channel),
        "in_hours": lambda rows, is_inside: rows.filter(in_hours=is_inside),
        "since": lambda rows, moment: rows.since(moment),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[ActivityEntry]:
        return ActivityEntry.objects.visible_to(self.request.user).select_related("person", "module")
