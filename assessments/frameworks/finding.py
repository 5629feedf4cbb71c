"""Skills as search finds them, with what their levels look like."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from lifow.base.passages.registry import Findable, Found, Opened, Text, Watched
from lifow.people.persons.models import Person


class Skills(Findable):
    """Skills that people can be rated in."""

    kind = "skill"
    label = gettext_lazy("Skills")
    watched = (
        Watched("assessments_skill", columns=("name", "description", "parent_id", "retired_at")),
        Watched("assessments_skilllevel", "skill_id"),
    )

    def ids(self, after: int, most: int) -> list[int]:
        return list(Skill.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])

    def found(self, ids: Sequence[int]) -> Iterator[Found]:
        rows = Skill.objects.active().filter(pk__in=ids).order_by("pk")
        for skill in rows.select_related("parent").prefetch_related("level_texts"):
            levels = sorted(skill.level_texts.all(), key=lambda one: one.value)
            yield Found(
                source_id=skill.pk,
                title=skill.name,
                names=[skill.parent.name] if skill.parent else (),
                summary=skill.description,
                passages=[
                    Text(one.text, place=_("level %(level)d") % {"level": one.value}) for one in levels
                ],
                identities=(skill.public_id,),
                changed_at=skill.updated_at,
            )

    def opened(self, ids: Sequence[int], user: Person) -> Mapping[int, Opened]:
        rows = Skill.objects.assessable().filter(pk__in=ids)
        told = rows.values_list("pk", "public_id", "name", "parent__name")
        return {
            pk: Opened(reverse("portal:skill", args=[public_id]), name, _("Skill"), parent or "", public_id)
            for pk, public_id, name, parent in told
        }
