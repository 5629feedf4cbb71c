"""/api/v1/pairings"""

from collections.abc import Sequence
from typing import Any

import rules
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from lifow.base.api import examples
from lifow.base.api.fields import IdField, MeasureField, MomentField, ReferenceField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import Person
from mentoring.choices import OPEN
from mentoring.pairings.models import Pairing
from mentoring.pairings.reports import with_reasons

EXAMPLE: dict[str, Any] = {
    "id": examples.PAIRING,
    "mentee": examples.PERSON,
    "mentor": examples.MANAGER,
    "state": "active",
    "is_recommended": True,
    "score": 0.64,
    "covers": [{"skill": examples.SKILL, "share": 0.64}],
    "shared_hours": 30,
    "languages": ["en"],
    "proposed_at": "2026-02-23T03:00:00Z",
    "asked_at": "2026-02-23T10:12:00Z",
    "accepted_at": "2026-02-24T08:30:00Z",
    "expires_at": None,
    "closes_on": "2026-04-24",
    "paused_on": None,
    "closed_at": None,
    "updated_at": "2026-02-24T08:30:00Z",
}


class CoveredSkillOutput(OutputSerializer):
    """A skill in which the mentor covers the learner's gap."""

    skill = IdField("skl", source="skill.public_id")
    share = MeasureField(
        help_text=_("The skill's share of the learner's weighted gap, 0 to 1; 0 where it needs assessment.")
    )


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class PairingOutput(OutputSerializer):
    """A learner and a mentor, and why these two.

    What they write to each other is read on their pages, by the two and by HR admins, and is not given here.
    Of a pairing that has ended the mentor reads only that it was: the reason is empty then.
    A mentor's feedback is evidence, and read there, with the title of the task.
    """

    id = IdField("par", source="pairing.public_id")
    mentee = IdField("per", source="pairing.mentee.public_id")
    mentor = IdField("per", source="pairing.mentor.public_id")
    state = serializers.ChoiceField(Pairing.State.choices, source="pairing.state")
    is_recommended = serializers.BooleanField(
        source="pairing.is_recommended",
        help_text=_("The one that matching recommends on the learner's shortlist."),
    )
    score = MeasureField(
        source="share", help_text=_("The share of the learner's gap that the mentor covers, 0 to 1.")
    )
    covers = CoveredSkillOutput(many=True)
    shared_hours = serializers.IntegerField(help_text=_("Working hours a week that the two share."))
    languages = serializers.ListField(
        child=serializers.CharField(), help_text=_("Languages that both speak.")
    )
    proposed_at = MomentField(source="pairing.proposed_at")
    asked_at = MomentField(source="pairing.asked_at", allow_null=True)
    accepted_at = MomentField(source="pairing.accepted_at", allow_null=True)
    expires_at = MomentField(source="pairing.expires_at", allow_null=True)
    closes_on = serializers.DateField(
        source="pairing.closes_on", allow_null=True, help_text=_("The last planned day.")
    )
    paused_on = serializers.DateField(
        source="pairing.paused_on",
        allow_null=True,
        help_text=_(
            "Since when it waits for one of the two who is on leave; null while it goes on. With the pause, "
            "the last planned day moves by as many days."
        ),
    )
    closed_at = MomentField(source="pairing.closed_at", allow_null=True)
    updated_at = MomentField(source="pairing.updated_at")


class PairingParameters(ListParameters):
    person = ReferenceField(
        "per", Person.objects.visible_to, required=False, help_text=_("With this person on either side.")
    )
    mentee = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this learner."))
    mentor = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this mentor."))
    state = serializers.ChoiceField(Pairing.State.choices, required=False, help_text=_("In this state."))
    open = serializers.BooleanField(
        required=False,
        help_text=_("true: only proposed, asked, accepted and active pairings. false: only past ones."),
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class PairingViewSet(ResourceViewSet):
    prefix, one, many = "par", _("pairing"), _("pairings")
    about = _(
        "Who mentors whom: proposed → asked → accepted → active → completed, ended, declined or expired. A "
        "learner sees their own, a mentor those for which they were asked."
    )
    scopes = {"read": "mentoring:read"}
    serializer_class = PairingOutput
    list_parameters = PairingParameters
    filters = {
        "person": lambda rows, person: rows.filter(Q(mentee=person) | Q(mentor=person)),
        "mentee": lambda rows, person: rows.for_mentee(person),
        "mentor": lambda rows, person: rows.for_mentor(person),
        "state": lambda rows, state: rows.filter(state=state),
        "open": lambda rows, is_open: rows.open() if is_open else rows.exclude(state__in=OPEN),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Pairing]:
        return Pairing.objects.visible_to(self.request.user).select_related("mentee", "mentor")

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        user = self.request.user
        return [
            one if rules.has_perm("mentoring.read_request", user, one.pairing) else one.withheld()
            for one in with_reasons(rows)
        ]
