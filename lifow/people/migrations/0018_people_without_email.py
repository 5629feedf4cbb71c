from django.db import migrations, models

from lifow.base.search import RenewSearchIndex

FIELDS = ("given_name", "family_name", "email")


class Migration(migrations.Migration):
    dependencies = [("people", "0017_updated_since")]

    operations = [
        RenewSearchIndex("Person", fields=FIELDS),
        migrations.AlterField(
            model_name="person",
            name="email",
            field=models.EmailField(
                blank=True,
                help_text="What somebody signs in with. Whoever has none is known, rated and planned for all the"
                " same.",
                max_length=254,
                null=True,
                unique=True,
                verbose_name="email",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), _negated=True),
                name="person_email_or_none",
                violation_error_message="Give an email or none: an empty one would be everybody’s.",
            ),
        ),
        RenewSearchIndex("Person", fields=FIELDS),
    ]
