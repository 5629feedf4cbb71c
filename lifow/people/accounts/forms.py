"""What people fill in about their own account."""

import allauth.account.forms

from lifow.people.persons.models import Person


class ResetPasswordForm(allauth.account.forms.ResetPasswordForm):
    """Asks for a link to a new password: it goes to the one person who has the address now, as it is kept."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.users = list(Person.objects.with_email(email).filter(is_active=True))
        return self.users[0].email if self.users else email
