"""/api/v1/roles"""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Framework, Role, RoleLevel
from lifow.base.api import examples
from lifow.base.api.fields import (
    ExternalIdField,
    IdField,
    MomentField,
    OwnExternalId,
    ReferenceField,
    TextField,
)
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet

EXAMPLE: dict[str, Any] = {
    "id": examples.ROLE,
    "framework": examples.FRAMEWORK,
    "external_ids": [{"source": "larkfield", "value": "support-specialist"}],
    "name": "Support specialist",
    "family": "Customer support",
    "description": "Answers customers in writing and by telephone.",
    "levels": [
        {
            "id": examples.ROLE_LEVEL,
            "external_ids": [{"source": "larkfield", "value": "support-specialist-2"}],
            "name": "Support specialist II",
            "rank": 2,
            "description": "",
            "retired_at": None,
        }
    ],
    "retired_at": None,
    "created_at": "2025-11-03T08:00:00Z",
    "updated_at": "2025-11-03T08:00:00Z",
}


class RoleLevelOutput(OutputSerializer):
    """A level of a role, such as senior: people are assigned to it, and requirements belong to it."""

    id = IdField("rlv", source="public_id")
    external_ids = OwnExternalId(lambda level: level.role.framework)
    name = serializers.CharField()
    rank = serializers.IntegerField(help_text=_("The lowest rank is the first level."))
    description = serializers.CharField()
    retired_at = MomentField(allow_null=True)


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class RoleOutput(OutputSerializer):
    """A job of a framework, with its role levels."""

    id = IdField("rol", source="public_id")
    framework = IdField("frm", source="framework.public_id")
    external_ids = OwnExternalId(lambda role: role.framework)
    name = serializers.CharField()
    family = serializers.CharField(
        source="family.name", allow_null=True, help_text=_("The role family: the kind of work.")
    )
    description = serializers.CharField()
    levels = RoleLevelOutput(many=True)
    retired_at = MomentField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()


class RoleParameters(ListParameters):
    framework = ReferenceField(
        "frm", lambda user: Framework.objects.all(), required=False, help_text=_("Of this framework.")
    )
    external_id = ExternalIdField(
        required=False, help_text=_("The framework's key and its own id: larkfield:support-specialist.")
    )
    family = TextField(required=False, help_text=_("Of the family with this name."))
    retired = serializers.BooleanField(
        required=False, help_text=_("true: only retired roles. false: only others.")
    )
    updated_since = MomentField(
        required=False, help_text=_("Changed at or after this moment, or with a level that was.")
    )


class RoleViewSet(ResourceViewSet):
    prefix, one, many = "rol", _("role"), _("roles")
    about = _("Jobs and their levels; /requirements says what each needs. Everyone signed in may read them.")
    scopes = {"read": "skills:read"}
    serializer_class = RoleOutput
    list_parameters = RoleParameters
    filters = {
        "framework": lambda roles, framework: roles.filter(framework=framework),
        "external_id": lambda roles, pair: roles.filter(framework__key=pair[0], external_id=pair[1]),
        "family": lambda roles, name: roles.filter(family__name=name),
        "retired": lambda roles, is_retired: roles.filter(retired_at__isnull=not is_retired),
        "updated_since": lambda roles, moment: roles.filter(
            Q(updated_at__gte=moment)
            | Exists(RoleLevel.objects.filter(role=OuterRef("pk"), updated_at__gte=moment))
        ),
    }

    def get_queryset(self) -> QuerySet[Role]:
        levels = RoleLevel.objects.select_related("role__framework").order_by("rank", "pk")
        return Role.objects.select_related("framework", "family").prefetch_related(Prefetch("levels", levels))
