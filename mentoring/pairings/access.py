"""Which pairings a person may open, what each is called for them, and who is named where they may not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.people.persons.models import Person
from mentoring.pairings.models import Pairing

ANSWER = "mentoring.answer_request"


def visible_pairing(user: Person, pairing_id: str) -> Pairing:
    """A pairing that the user may see; otherwise it is as if it did not exist."""
    rows = Pairing.objects.visible_to(user).select_related("mentee", "mentor__mentor", "closed_by")
    return get_object_or_404(rows, public_id=pairing_id)


def pairing_title(pairing: Pairing, reader: Person) -> str:
    """What a pairing is called for its reader; a mentor who was only proposed, by the name alone."""
    if reader == pairing.mentee:
        is_proposed = pairing.state == Pairing.State.PROPOSED
        return str(pairing.mentor) if is_proposed else _("You and %(name)s") % {"name": pairing.mentor}
    if reader == pairing.mentor:
        return _("You and %(name)s") % {"name": pairing.mentee}
    return _("%(mentee)s and %(mentor)s") % {"mentee": pairing.mentee, "mentor": pairing.mentor}


def not_allowed(request: HttpRequest, who: str | Promise) -> HttpResponse:
    """A page that says who can do it instead."""
    instead = {"instead": _("Go to mentoring"), "instead_url": reverse("mentoring:mentoring")}
    return render(request, "no_permission.html", {"who": who, **instead}, status=403)


BY_THE_LEARNER = gettext_lazy("Only the learner can do this.")
BY_THE_MENTOR = gettext_lazy("Only the mentor can do this.")
BY_THE_TWO = gettext_lazy("Only the two people of the pairing can do this.")
BY_HR = gettext_lazy("Only HR admins can do this.")
