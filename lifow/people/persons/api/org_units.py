"""/api/v1/org-units"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from lifow.base.api import examples
from lifow.base.api.fields import (
    ExternalIdField,
    ExternalIdOutput,
    IdField,
    MomentField,
    ReferenceField,
    TextField,
)
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import OrgUnit

EXAMPLE = {
    "id": examples.ORG_UNIT,
    "key": "billing-support",
    "name": "Billing support",
    "parent": examples.COMPANY,
    "closed_on": None,
    "external_ids": [{"source": "hris", "value": "CC-4410"}],
    "created_at": "2025-11-03T08:00:00Z",
    "updated_at": "2025-11-03T08:00:00Z",
}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class OrgUnitOutput(OutputSerializer):
    """A node of the organisation: company, department, team."""

    id = IdField("org", source="public_id")
    key = serializers.CharField(help_text=_("A code that people read, unique."))
    name = serializers.CharField()
    # A field, where REST framework has an attribute of this name.
    parent: Any = IdField(
        "org", source="parent.public_id", allow_null=True, help_text=_("The unit above; null at the top.")
    )
    closed_on = serializers.DateField(allow_null=True)
    external_ids = ExternalIdOutput(many=True)
    created_at = MomentField()
    updated_at = MomentField()


class OrgUnitParameters(ListParameters):
    key = TextField(required=False, help_text=_("The unit with this key."))
    external_id = ExternalIdField(required=False, help_text=_("source:value, such as hris:CC-4410."))
    parent: Any = ReferenceField(
        "org",
        lambda user: OrgUnit.objects.all(),
        required=False,
        help_text=_("Units directly below this one."),
    )
    open = serializers.BooleanField(
        required=False, help_text=_("true: only open units. false: only closed ones.")
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class OrgUnitViewSet(ResourceViewSet):
    prefix, one, many = "org", _("org unit"), _("org units")
    about = _("The tree of the organisation. Everyone who is signed in may read it.")
    scopes = {"read": "people:read"}
    serializer_class = OrgUnitOutput
    list_parameters = OrgUnitParameters
    filters = {
        "key": lambda units, key: units.filter(key=key),
        "external_id": lambda units, pair: units.filter(
            external_ids__source=pair[0], external_ids__value=pair[1]
        ),
        "parent": lambda units, parent: units.filter(parent=parent),
        "open": lambda units, is_open: units.filter(closed_on__isnull=is_open),
        "updated_since": lambda units, moment: units.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[OrgUnit]:
        return OrgUnit.objects.select_related("parent").prefetch_related("external_ids")
