import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0013_people_by_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="email",
            field=models.EmailField(max_length=254, unique=True, verbose_name="email"),
        ),
        migrations.AlterConstraint(
            model_name="externalid",
            name="external_id_of_one_person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("source", "value"),
                name="external_id_of_one_person",
                violation_error_message="This source has given this id already. Find the person or org unit that has it.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="externalid",
            name="external_id_of_one_org_unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("org_unit__isnull", False)),
                fields=("source", "value"),
                name="external_id_of_one_org_unit",
                violation_error_message="This source has given this id already. Find the person or org unit that has it.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="person",
            name="person_email_once_whatever_its_case",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                name="person_email_once_whatever_its_case",
                violation_error_message="Another person has this email already.",
            ),
        ),
    ]
