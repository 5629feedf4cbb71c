"""`manage.py import_roster FILE.csv`: see its help for the options."""

from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifow.base.database.locks import is_deadlock
from lifow.base.garbage import collection_paused
from lifow.people.roster import services
from lifow.people.roster.interchange import (
    DEFAULT_LIMITS,
    NO_MAPPING,
    NO_PROFILE,
    Limit,
    MassChange,
    RosterError,
    all_profiles,
    check_size,
    describe,
    parse_roster,
    plan_roster,
    profile_of,
    profile_of_file,
    profile_of_headings,
    read_mapping,
    write_rejects,
)
from lifow.people.roster.reports import roster_state


class Command(BaseCommand):
    help = "Bring people, org units and employments in line with a roster. Twice the same changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a CSV file with one line a person")
        parser.add_argument("--source", default="hris", help="the system that the ids come from (hris)")
        parser.add_argument(
            "--profile", metavar="NAME", help=f"the system that wrote it: {', '.join(all_profiles())}"
        )
        parser.add_argument("--mapping", type=Path, metavar="FILE", help="a TOML file that names the columns")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
        parser.add_argument("--all-lines", action="store_true", help="print every line of the plan")
        parser.add_argument("--strict", action="store_true", help="write nothing where a row is bad")
        for kind in MassChange:
            parser.add_argument(
                kind.option, metavar="N", help="write nothing if more than this (10%% or 25) would change"
            )

    @collection_paused()
    def handle(self, *args, file, source, **options):
        try:
            mapping = self.mapping(options)
            limits = self.limits(options)
            check_size(file.stat().st_size)
            content = file.read_bytes()
            roster = self.roster(content, mapping, options["profile"])
        except (RosterError, OSError) as error:
            raise CommandError(str(error)) from error
        now = timezone.now()
        state = roster_state(source=source, as_of=now)
        plan = plan_roster(state, roster, as_of=now.date(), limits=limits)
        self.tell(plan, **options)
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run: nothing was written."))
            return
        set_aside = partial(self.set_bad_rows_aside, file, content, mapping)
        self.judge(plan, set_aside, **options)
        try:
            final = services.import_roster(
                roster=roster,
                source=source,
                limits=limits,
                applied_at=timezone.now(),
                strict=options["strict"],
                planned=services.Planned(state, plan),
            )
        except services.RosterNotApplicableError as error:
            final = error.plan
        except OperationalError as error:
            if not is_deadlock(error):
                raise
            text = _(
                "Somebody else was changing the same records at that moment. Nothing was written: run it"
                " again."
            )
            raise CommandError(text) from error
        if final != plan:
            self.stdout.write(_("The records have changed in the meantime, and so has the plan:"))
            self.tell(final, **options)
            self.judge(final, set_aside, **options)

    def mapping(self, options):
        """How the file is read: the profile's way, and the company's own where it says another."""
        own = read_mapping(options["mapping"].read_bytes()) if options["mapping"] else NO_MAPPING
        key = options["profile"]
        return own if key in (None, NO_PROFILE) else profile_of(key).mapping.with_company_mapping(own)

    def roster(self, content, mapping, said):
        """The file as it is read; without a profile said, with the name of the one that it looks like.

        A profile is never taken unasked: it says which of day and month comes first, and who has left.
        """
        try:
            roster = parse_roster(content, mapping)
        except RosterError as error:
            found = None if said else profile_of_file(content)
            raise CommandError(" ".join([str(error), *self.offer(found)])) from error
        found = None if said else profile_of_headings(roster.columns.headings)
        for line in self.offer(found):
            self.stdout.write(line)
        return roster

    def offer(self, profile):
        if profile is None:
            return []
        text = _(
            "It looks like a file from %(name)s: read it as one with --profile %(key)s, or say --profile"
            " none."
        )
        return [text % {"name": profile.name, "key": profile.key}]

    def limits(self, options):
        """The limits of this import: those that are said, else the usual ones. Raises RosterError."""
        said = {kind: options[f"max_{kind.replace('-', '_')}"] for kind in MassChange}
        return {
            **DEFAULT_LIMITS,
            **{kind: Limit.parse(text) for kind, text in said.items() if text is not None},
        }

    def tell(self, plan, *, all_lines, **options):
        self.stdout.write(describe(plan, details=None) if all_lines else describe(plan))

    def judge(self, plan, set_aside, *, strict, **options):
        """Set bad rows aside, and raise CommandError where the plan may not be written."""
        if plan.problems:
            set_aside(plan.problems)
        self.refuse_what_may_not_be_written(plan, strict=strict)

    def set_bad_rows_aside(self, file, content, mapping, problems):
        self.write_rejects(file, write_rejects(content, problems, mapping))

    def write_rejects(self, file, rejects):
        try:
            path = self.kept(file, rejects.encode("utf-8-sig"))
        except OSError as error:
            text = _("Nothing was written: there is no room for the bad rows beside the file. %(reason)s")
            raise CommandError(text % {"reason": error}) from error
        self.stdout.write(
            _("The bad rows are in %(path)s: correct them there and import that file.") % {"path": path}
        )

    def kept(self, file, rejects):
        """Where the bad rows are kept: never over a file that has others, which somebody may be mending."""
        path, number = file.with_suffix(".reject.csv"), 1
        while path.exists() and path.read_bytes() != rejects:
            number += 1
            path = file.with_suffix(f".reject-{number}.csv")
        if not path.exists():
            with path.open("xb") as new:
                new.write(rejects)
        return path

    def refuse_what_may_not_be_written(self, plan, *, strict):
        if plan.brakes:
            raise CommandError(" ".join([_("Nothing was written."), *map(str, plan.brakes)]))
        if plan.problems and strict:
            text = ngettext(
                "Nothing was written: %(count)s row is bad.",
                "Nothing was written: %(count)s rows are bad.",
                len(plan.problems),
            )
            raise CommandError(text % {"count": len(plan.problems)})
