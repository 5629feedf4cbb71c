"""/api/v1/role-levels"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Framework, Role, RoleLevel
from lifow.base.api import examples
from lifow.base.api.fields import ExternalIdField, IdField, MomentField, OwnExternalId, ReferenceField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet

EXAMPLE = {
    "id": examples.ROLE_LEVEL,
    "role": examples.ROLE,
    "framework": examples.FRAMEWORK,
    "external_ids": [{"source": "larkfield", "value": "support-specialist-2"}],
    "name": "Support specialist II",
    "rank": 2,
    "description": "",
    "retired_at": None,
    "created_at": "2025-11-03T08:00:00Z",
    "updated_at": "2025-11-03T08:00:00Z",
}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)], component_name="RoleLevelOfItsOwn")
class RoleLevelOfItsOwnOutput(OutputSerializer):
    """A level of a role, such as senior: what people are given, and what requires skills."""

    id = IdField("rlv", source="public_id")
    role = IdField("rol", source="role.public_id")
    framework = IdField("frm", source="role.framework.public_id")
    external_ids = OwnExternalId(lambda level: level.role.framework)
    name = serializers.CharField()
    rank = serializers.IntegerField(help_text=_("The lowest rank is the first level."))
    description = serializers.CharField()
    retired_at = MomentField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()


class RoleLevelParameters(ListParameters):
    framework = ReferenceField(
        "frm", lambda user: Framework.objects.all(), required=False, help_text=_("Of this framework.")
    )
    role = ReferenceField(
        "rol", lambda user: Role.objects.all(), required=False, help_text=_("Of this role.")
    )
    external_id = ExternalIdField(
        required=False, help_text=_("The framework's key and its own id: larkfield:support-specialist-2.")
    )
    retired = serializers.BooleanField(
        required=False, help_text=_("true: only retired role levels. false: only others.")
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class RoleLevelViewSet(ResourceViewSet):
    prefix, one, many = "rlv", _("role level"), _("role levels")
    about = _("The levels of all roles; /roles has them by role. Everyone who is signed in may read them.")
    scopes = {"read": "skills:read"}
    serializer_class = RoleLevelOfItsOwnOutput
    list_parameters = RoleLevelParameters
    filters = {
        "framework": lambda rows, framework: rows.filter(role__framework=framework),
        "role": lambda rows, role: rows.filter(role=role),
        "external_id": lambda rows, pair: rows.filter(role__framework__key=pair[0], external_id=pair[1]),
        "retired": lambda rows, is_retired: rows.filter(retired_at__isnull=not is_retired),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[RoleLevel]:
        return RoleLevel.objects.select_related("role__framework")
