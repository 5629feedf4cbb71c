"""People are asked for tests too: of themselves, as for a self-rating."""

from django.db import migrations, models
from django.db.models import F, Q

from lifow.base.database.tombstones import RenewTombstones

NAME = "rating_request_self_asks_the_person"
OF_ONESELF = ["self", "test"]


def asks(sources):
    return models.CheckConstraint(
        condition=Q(source__in=sources, asked=F("person")) | (~Q(source__in=sources) & ~Q(asked=F("person"))),
        name=NAME,
    )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0045_answers_never_change")]

    operations = [
        RenewTombstones("RatingRequest"),
        migrations.AlterField(
            model_name="ratingrequest",
            name="source",
            field=models.CharField(
                choices=[
                    ("self", "Self-rating"),
                    ("manager", "Manager’s rating"),
                    ("observed", "Observed work"),
                    ("test", "Test"),
                ],
                max_length=10,
                verbose_name="source",
            ),
        ),
        migrations.RemoveConstraint("ratingrequest", NAME),
        migrations.AddConstraint("ratingrequest", asks(OF_ONESELF)),
        RenewTombstones("RatingRequest"),
    ]
