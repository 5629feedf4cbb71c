from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0022_close_requests_after_asking")]

    operations = [
        migrations.AddConstraint(
            model_name="ratingrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(closed_at__gte=models.F("asked_at")),
                name="rating_request_closed_after_asking",
            ),
        ),
    ]
