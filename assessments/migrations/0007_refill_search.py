from django.db import migrations

from lifow.base.search import RefillSearchIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("assessments", "0006_confirmed_reports")]

    operations = [RefillSearchIndex("Skill", fields=("name", "description"))]
