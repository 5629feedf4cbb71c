"""/api/v1/frameworks"""

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Framework, Level
from lifow.base.api import examples
from lifow.base.api.fields import IdField, MomentField, TextField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet

EXAMPLE = {
    "id": examples.FRAMEWORK,
    "key": "larkfield",
    "name": "Larkfield roles",
    "attribution": "Written by Larkfield's support leads.",
    "levels": [
        {"value": 1, "name": "Aware", "text": "Knows that it exists and whom to ask."},
        {"value": 2, "name": "Guided", "text": "Does it with a guide or a colleague at hand."},
    ],
    "created_at": "2025-11-03T08:00:00Z",
    "updated_at": "2025-11-03T08:00:00Z",
}


class LevelOutput(OutputSerializer):
    """One level of a scale. Levels are whole numbers; a person's level may lie between two."""

    value = serializers.IntegerField()
    name = serializers.CharField()
    text = serializers.CharField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class FrameworkOutput(OutputSerializer):
    """A set of skills and roles that is kept, versioned and attributed as one."""

    id = IdField("frm", source="public_id")
    key = serializers.CharField(help_text=_("The source in the external ids of its skills and roles."))
    name = serializers.CharField()
    attribution = serializers.CharField(help_text=_("Text to show wherever its content is shown."))
    levels = LevelOutput(
        many=True, source="scale.levels", help_text=_("The levels of its scale, lowest first.")
    )
    created_at = MomentField()
    updated_at = MomentField()


class FrameworkParameters(ListParameters):
    key = TextField(required=False, help_text=_("The framework with this key."))
    updated_since = MomentField(
        required=False, help_text=_("Changed at or after this moment, or with a scale that was.")
    )


class FrameworkViewSet(ResourceViewSet):
    prefix, one, many = "frm", _("framework"), _("frameworks")
    about = _("Sets of skills and roles, each with its scale. Everyone who is signed in may read them.")
    scopes = {"read": "skills:read"}
    serializer_class = FrameworkOutput
    list_parameters = FrameworkParameters
    filters = {
        "key": lambda frameworks, key: frameworks.filter(key=key),
        "updated_since": lambda frameworks, moment: frameworks.filter(
            Q(updated_at__gte=moment) | Q(scale__updated_at__gte=moment)
        ),
    }

    def get_queryset(self) -> QuerySet[Framework]:
        levels = Prefetch("scale__levels", Level.objects.order_by("value"))
        return Framework.objects.select_related("scale").prefetch_related(levels)
