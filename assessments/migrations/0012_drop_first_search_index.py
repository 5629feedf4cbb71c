from django.db import migrations

from lifow.base.search import DropSearchIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("assessments", "0011_search_documents")]

    operations = [DropSearchIndex("Skill", fields=("name", "description"))]
