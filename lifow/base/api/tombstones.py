"""What was deleted of a resource, as its list of deleted things tells it."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer

from lifow.base.api import examples
from lifow.base.api.fields import IdField, MomentField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters

ANY_PREFIX = "[a-z]{3}"
EXAMPLE = {"id": examples.EMPLOYMENT, "deleted_at": "2026-03-02T07:15:00Z"}


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class TombstoneOutput(OutputSerializer):
    """Something that was deleted: nothing is known of it any more."""

    id = IdField(ANY_PREFIX, source="public_id")
    deleted_at = MomentField()


class DeletedParameters(ListParameters):
    """What the list of deleted things takes."""

    deleted_since = MomentField(
        required=False, help_text=_("Deleted at or after this moment, such as 2026-03-02T07:00:00Z.")
    )
