"""/api/v1/modules"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from content.catalogue.reports import FILINGS, filed_under_by_key
from lifow.base.api import examples
from lifow.base.api.fields import IdField, IdListField, MomentField, ReferenceField, TextField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet

EXAMPLE: dict[str, Any] = {
    "id": examples.MODULE,
    "key": "explain-the-refund-change",
    "title": "Explain the refund change",
    "kind": "article",
    "minutes": 6,
    "summary": "What changes for customers on Monday, in three sentences that you can say.",
    "body": "# Explain the refund change\n\nFrom Monday a refund needs no reason within 30 days.",
    "facets": {"product": ["billing"]},
    "status": "published",
    "author": examples.MANAGER,
    "effects": [{"skill": examples.SKILL, "from_level": 2.0, "to_level": 3.0}],
    "prerequisites": [examples.FIRST_MODULE],
    "created_at": "2026-02-20T09:00:00Z",
    "updated_at": "2026-02-27T16:40:00Z",
}


class EffectOutput(OutputSerializer):
    """A skill that the module raises, for those who are at `from_level`, to `to_level`."""

    skill = IdField("skl", source="skill.public_id")
    from_level = serializers.FloatField()
    to_level = serializers.FloatField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class ModuleOutput(OutputSerializer):
    """A few minutes of learning that take a person from one level of a skill to another."""

    id = IdField("mod", source="public_id")
    key = serializers.CharField(help_text=_("A code that people read, unique."))
    title = serializers.CharField()
    kind = serializers.ChoiceField(Module.Kind.choices)
    minutes = serializers.IntegerField()
    summary = serializers.CharField()
    body = serializers.CharField(help_text=_("Markdown."))
    facets = serializers.SerializerMethodField(help_text=_("The company's own labels, such as product."))
    status = serializers.ChoiceField(Module.Status.choices)
    author = IdField("per", source="author.public_id", allow_null=True)
    effects = EffectOutput(many=True)
    prerequisites = IdListField("mod", help_text=_("Modules to do first."))
    created_at = MomentField()
    updated_at = MomentField()

    def get_facets(self, module: Module) -> dict[str, list[str]]:
        return filed_under_by_key(module)


class ModuleParameters(ListParameters):
    key = TextField(required=False, help_text=_("The module with this key."))
    kind = serializers.ChoiceField(Module.Kind.choices, required=False, help_text=_("Of this kind."))
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("That raises this skill.")
    )
    status = serializers.ChoiceField(
        Module.Status.choices,
        required=False,
        help_text=_("With this status. Drafts are visible to authors, HR admins and clients."),
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class ModuleViewSet(ResourceViewSet):
    prefix, one, many = "mod", _("module"), _("modules")
    about = _(
        "What people learn from. Learners see published modules; authors, HR admins and clients see "
        "drafts too."
    )
    scopes = {"read": "content:read"}
    serializer_class = ModuleOutput
    list_parameters = ModuleParameters
    filters = {
        "key": lambda modules, key: modules.filter(key=key),
        "kind": lambda modules, kind: modules.filter(kind=kind),
        "skill": lambda modules, skill: modules.raising(skill),
        "status": lambda modules, status: modules.filter(status=status),
        "updated_since": lambda modules, moment: modules.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Module]:
        visible = Module.objects.visible_to(self.request.user)
        return visible.select_related("author").prefetch_related("effects__skill", "prerequisites", *FILINGS)
