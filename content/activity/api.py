"""/api/v1/activities"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from content.activity.models import Activity
from content.catalogue.models import Module
from lifow.base.api import examples
from lifow.base.api.fields import IdField, MomentField, ReferenceField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import Person

EXAMPLE = {
    "id": examples.ACTIVITY,
    "person": examples.PERSON,
    "module": examples.MODULE,
    "minutes": 6,
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
