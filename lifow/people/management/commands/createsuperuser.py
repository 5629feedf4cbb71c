"""`manage.py createsuperuser`: Django's own, which takes somebody whom a roster has brought in as well."""

import os

from django.contrib.auth.management.commands import createsuperuser
from django.utils.translation import gettext as _

from lifow.people.persons.models import Person


class Command(createsuperuser.Command):
    help = "Make a superuser, who is an HR admin too: somebody new, or whoever has the email already."

    def handle(self, *args, **options):
        self.known: Person | None = None
        email = options["email"] or os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
        if person := self._known(email):
            # Asked of somebody new alone.
            options |= {"given_name": person.given_name, "family_name": person.family_name}
        return super().handle(*args, **options)

    def get_input_data(self, field, message, default=None):
        """What is typed; the names of somebody who is here already are not asked."""
        if self.known is not None and field.name in Person.REQUIRED_FIELDS:
            return getattr(self.known, field.name)
        return super().get_input_data(field, message, default)

    def _validate_username(self, username, verbose_field_name, database):
        self.known = self._known(username)
        if self.known is None:
            return super()._validate_username(  # type: ignore[misc]
                username, verbose_field_name, database
            )
        if self.known.is_superuser:
            return _("%(person)s is a superuser already.") % {"person": self.known}
        said = _("%(person)s is here already, and becomes a superuser.")
        self.stdout.write(said % {"person": self.known})
        return None

    def _known(self, email):
        return Person.objects.with_email(email).first() if email else None
