"""`manage.py demo [--no-serve] [--port 8000]`: a company to look around in."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.overview.services import try_connections
from demo import processes, services
from demo.company_files import Company, read_company
from demo.draining import DrainError, Left, drain, left
from demo.progress import Progress
from demo.reports import columns, learner_report
from demo.services.roster import people_of
from mentoring.matching.services import propose_pairings

TOUR_NAMES = {
    "learner": gettext_lazy("Learner"),
    "manager": gettext_lazy("Manager"),
    "mentor": gettext_lazy("Mentor"),
    "author": gettext_lazy("Author"),
    "hr_admin": gettext_lazy("HR admin"),
}


class Command(BaseCommand):
    help = "Load the demo company, compute its gaps and plans by a worker, serve it. What is there stays."

    def add_arguments(self, parser):
        parser.add_argument("--no-serve", action="store_true", help="end when the data is ready")
        parser.add_argument("--port", type=int, default=8000, help="where to serve it (8000)")

    def handle(self, *args, port, **options):
        serves = not options["no_serve"]
        if serves and processes.is_taken(port):
            raise CommandError(
                _("Port %(port)s is taken. Choose another: make demo ARGS='--port %(other)s'")
                % {"port": port, "other": port + 1}
            )
        self.progress = Progress(self.stdout)
        try:
            with processes.ending_on_signal():
                self.run(port if serves else None)
        except processes.EndAskedError:
            self.stdout.write("\n" + _("Ended. What you entered is kept."))
        except (processes.ChildDiedError, DrainError, services.ForeignDatabaseError) as error:
            raise CommandError(str(error)) from error

    def run(self, port):
        with self.progress.step(_("database")):
            call_command("migrate", interactive=False, verbosity=0)
        company = read_company(timezone.localdate())
        services.refuse_other_companies(company)
        if port is not None and "LIFOW_SITE_URL" not in os.environ:
            # Mails lead to where the site is served, those of the processes that start below too.
            os.environ["LIFOW_SITE_URL"] = settings.SITE_URL = f"http://{processes.HOST}:{port}"
        self.load(company)
        self.send_mails(_("mails of the past"))
        services.open_mails(company, timezone.now())
        logs = Path(settings.VAR_DIR) / "demo"
        self.compute(logs)
        self.show_learner(company)
        if port is None:
            return
        with processes.worker(logs, with_beat=True) as worker, processes.web_server(logs, port) as web:
            processes.wait_until_answering(web, port)
            try_connections(as_of=timezone.now())
            self.show_logins(company, port)
            processes.watch([worker, web])

    def load(self, company: Company):
        now = timezone.now()
        for part in services.PARTS:
            with self.progress.step(part.name) as told:
                told(part.run(company, now))

    def compute(self, logs: Path):
        """Start a worker where there is work for it, and end it afterwards."""
        if left().reports:
            with processes.worker(logs, with_beat=False) as worker:
                self.drain(worker)
        self.propose()
        services.tell_of_the_week(as_of=timezone.now())
        self.send_mails(_("mails of this week"))

    def send_mails(self, name: str):
        with self.progress.step(name) as told:
            told(services.send_mails(as_of=timezone.now()))

    def drain(self, worker: processes.Child):
        most = 0

        def show(rest: Left) -> None:
            nonlocal most
            most = max(most, rest.reports)
            words = _("%(gaps)s gap reports and %(plans)s plans left")
            self.progress.bar(most - rest.reports, most, words % {"gaps": rest.gaps, "plans": rest.plans})

        with self.progress.step(_("gap reports and plans, by the worker")):
            drain(worker, show)

    def propose(self):
        with self.progress.step(_("pairings proposed")) as told:
            told(propose_pairings(as_of=timezone.now()).proposals)

    def show_learner(self, company: Company):
        learner = next(entry["employee"] for entry in company.tour if entry["role"] == "learner")
        person = people_of(company)[learner]
        self.stdout.write("\n" + learner_report(person, timezone.now()) + "\n\n")

    def show_logins(self, company: Company, port: int):
        people = people_of(company)
        rows = [[_("Sign in as"), _("Email"), _("Password"), _("And see")]]
        for entry in company.tour:
            email = people[entry["employee"]].email or ""
            rows.append([str(TOUR_NAMES[entry["role"]]), email, services.DEMO_PASSWORD, entry["shows"]])
        self.stdout.write(columns(rows))
        self.stdout.write("\n" + _("Everybody else signs in with their address and the same password."))
        name, secret = services.API_CLIENT
        self.stdout.write(
            "\n" + _("API client: %(name)s, secret %(secret)s") % {"name": name, "secret": secret}
        )
        site = f"http://{processes.HOST}:{port}"
        self.stdout.write(
            "\n"
            + _("Assistants connect to %(address)s, or try: python -m tools.minimal_assistant %(address)s")
            % {"address": f"{site}{reverse('channels:mcp')}"}
        )
        outbox = f"{site}/demo/outbox/"
        self.stdout.write("\n" + _("Its mails are at %(outbox)s") % {"outbox": outbox})
        self.stdout.write(
            "\n"
            + _("%(company)s is at http://%(host)s:%(port)s. Ctrl-C ends it.")
            % {"company": company.told["name"], "host": processes.HOST, "port": port}
        )
        self.stdout.flush()
