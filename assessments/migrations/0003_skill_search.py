from django.db import migrations

from lifow.base.search import CreateSearchIndex


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_evidence_append_only")]

    operations = [CreateSearchIndex("Skill", fields=("name", "description"))]
