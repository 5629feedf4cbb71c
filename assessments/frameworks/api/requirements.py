"""/api/v1/requirements"""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Framework, FrameworkVersion, Requirement, Role, RoleLevel, Skill
from lifow.base.api import examples
from lifow.base.api.fields import IdField, MomentField, ReferenceField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet

EXAMPLE = {
    "id": examples.REQUIREMENT,
    "role_level": examples.ROLE_LEVEL,
    "role": examples.ROLE,
    "skill": examples.SKILL,
    "level": 3.0,
    "weight": 2.0,
    "critical": True,
    "framework": examples.FRAMEWORK,
    "version": 4,
    "published_at": "2026-01-12T09:00:00Z",
}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class RequirementOutput(OutputSerializer):
    """The level of a skill that a role level needs, and how much it matters."""

    id = IdField("req", source="public_id")
    role_level = IdField("rlv", source="role_level.public_id")
    role = IdField("rol", source="role_level.role.public_id")
    skill = IdField("skl", source="skill.public_id")
    level = serializers.FloatField(help_text=_("On the framework's scale."))
    weight = serializers.FloatField(help_text=_("How much it counts beside the others; 1 is usual."))
    critical = serializers.BooleanField(
        source="is_critical",
        help_text=_(
            "Whether the role cannot be done without it: no strength in another skill makes up for a gap."
        ),
    )
    framework = IdField("frm", source="version.framework.public_id")
    version = serializers.IntegerField(source="version.number")
    published_at = MomentField(source="version.published_at")


class RequirementParameters(ListParameters):
    role = ReferenceField(
        "rol", lambda user: Role.objects.all(), required=False, help_text=_("Of every level of this role.")
    )
    role_level = ReferenceField(
        "rlv", lambda user: RoleLevel.objects.all(), required=False, help_text=_("Of this role level.")
    )
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("For this skill.")
    )
    framework = ReferenceField(
        "frm", lambda user: Framework.objects.all(), required=False, help_text=_("Of this framework.")
    )
    critical = serializers.BooleanField(
        required=False, help_text=_("true: only critical requirements. false: only others.")
    )
    updated_since = MomentField(
        required=False,
        help_text=_(
            "Of a version that was published at or after this moment. It has all of its framework's: those "
            "of the version before are in force no more."
        ),
    )


class RequirementViewSet(ResourceViewSet):
    prefix, one, many = "req", _("requirement"), _("requirements")
    about = _(
        "What each role level needs, by the version of each framework that is in force. A new version has "
        "new requirements with new ids. Everyone who is signed in may read them."
    )
    scopes = {"read": "skills:read"}
    serializer_class = RequirementOutput
    list_parameters = RequirementParameters
    filters = {
        "role": lambda rows, role: rows.filter(role_level__role=role),
        "role_level": lambda rows, level: rows.filter(role_level=level),
        "skill": lambda rows, skill: rows.filter(skill=skill),
        "framework": lambda rows, framework: rows.filter(version__framework=framework),
        "critical": lambda rows, is_critical: rows.filter(is_critical=is_critical),
        "updated_since": lambda rows, moment: rows.filter(version__published_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Requirement]:
        in_force = FrameworkVersion.objects.in_force(timezone.now())
        return Requirement.objects.filter(version__in=in_force).select_related(
            "role_level__role", "skill", "version__framework"
        )
