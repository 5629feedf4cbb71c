"""`manage.py same_person`: what imports ask about people under new ids, and the answers."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from lifow.people.roster.choices import MatchState
from lifow.people.roster.interchange.sameness import REASONS
from lifow.people.roster.models import PersonMatch
from lifow.people.roster.services import MatchError, answer_match, take_back_match


class Command(BaseCommand):
    help = "List who may be the same person under a new id, or say whether they are. Imports go by it."

    def add_arguments(self, parser):
        parser.add_argument("id", nargs="?", help="the new id; without one, the open questions are listed")
        parser.add_argument("--source", default="hris", help="the system that the ids come from (hris)")
        parser.add_argument(
            "--person", metavar="ID", help="public id of the known person, if several are asked for"
        )
        answer = parser.add_mutually_exclusive_group()
        answer.add_argument("--different", action="store_true", help="they are two people")
        answer.add_argument("--take-back", action="store_true", help="open the question again")

    def handle(self, *args, id, source, person, different, take_back, **options):
        matches = PersonMatch.objects.filter(source=source).select_related("person").order_by("pk")
        if id is None:
            self.list_open(matches.filter(state=MatchState.OPEN))
            return
        match = self.one_of(matches.filter(external_id=id), id, person)
        try:
            if take_back:
                row = take_back_match(match=match, taken_back_at=timezone.now())
            else:
                row = answer_match(
                    match=match, is_same=not different, decided_by=None, decided_at=timezone.now()
                )
        except MatchError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{row}: {row.get_state_display()}")

    def list_open(self, matches):
        for one in matches:
            reasons = ", ".join(REASONS.get(reason, reason) for reason in one.reasons)
            self.stdout.write(
                f"{one.external_id}  {one.name}: {one.person} ({one.person.public_id})? {reasons}"
            )
        if not matches:
            self.stdout.write(_("Nothing is asked."))

    def one_of(self, matches, external_id, person):
        found = [one for one in matches if person in (None, one.person.public_id)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(_("Nothing is asked about the id “%(id)s”.") % {"id": external_id})
        names = ", ".join(f"{one.person} ({one.person.public_id})" for one in found)
        text = _("“%(id)s” may be one of several people: %(names)s. Say which with --person.")
        raise CommandError(text % {"id": external_id, "names": names})
