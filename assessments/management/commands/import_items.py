"""`manage.py import_items PATH [--format gift|aiken|moodle|qti|csv] [--skill KEY] [--level N] [--dry-run]`"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.testing.interchange.formats.registry import FORMATS, format_of
from assessments.testing.interchange.formats.remarks import FormatError
from assessments.testing.interchange.reports import Said, plan_items
from assessments.testing.interchange.reports.review import in_the_readers_words
from assessments.testing.interchange.services import add_items
from lifow.people.persons.models import Person


class Command(BaseCommand):
    help = "Import questions for tests as drafts. What is in the item bank already is not added again."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument(
            "--format", choices=sorted(FORMATS), help="the format, if the file does not show it"
        )
        parser.add_argument("--skill", default="", help="key or name of the skill, where the file says none")
        parser.add_argument("--level", type=int, help="the level, where the file says none")
        parser.add_argument("--language", default="en", help="the language, where the file says none")
        parser.add_argument("--author", help="email of the author of the drafts")
        parser.add_argument("--dry-run", action="store_true", help="say what would be added, write nothing")

    def handle(self, *args, path, **options):
        try:
            data = path.read_bytes()
            format = options["format"] or format_of(path.name, data)
            parsed = FORMATS[format].read(data)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(why)s.") % {"why": error.strerror}) from error
        except FormatError as error:
            raise CommandError(_("Nothing was imported.") + f" {error}") from error
        said = Said(self.skills(parsed, options["skill"]), options["level"], options["language"])
        plan = plan_items(parsed, said, format)
        for remark in plan.remarks:
            self.stdout.write(f"  {remark.where}: {in_the_readers_words(remark)}")
        taken = [one for one in plan.items if one.is_proposed]
        rest = len(plan.items) - len(taken)
        text = _("Questions read: %(read)s. To be added: %(taken)s. There already, or unclear: %(rest)s.")
        self.stdout.write(text % {"read": len(plan.items), "taken": len(taken), "rest": rest})
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run: nothing was written."))
            return
        added = add_items(
            items=taken, source=format, author=self.author(options["author"]), as_of=timezone.now()
        )
        self.stdout.write(_("Drafts added: %(count)s.") % {"count": added})

    def skills(self, parsed, words):
        """The skill that is meant where the file says none that is known here."""
        if not words:
            return {}
        skills = Skill.objects.assessable()
        found = list(skills.filter(external_id=words)) or list(skills.filter(name__iexact=words))
        if len(found) != 1:
            text = _("There is no skill “%(words)s”, or several. Give its key.")
            raise CommandError(text % {"words": words})
        return {item.skill: found[0].public_id for item in parsed.items}

    def author(self, email):
        if email is None:
            return None
        found = Person.objects.filter(email__iexact=email).first()
        if found is None:
            raise CommandError(_("Nobody here has the email %(email)s.") % {"email": email})
        return found
