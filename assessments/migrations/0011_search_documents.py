from django.db import migrations

from lifow.base.search import AddSearchDocuments


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("assessments", "0010_words")]

    operations = [AddSearchDocuments("Skill", fields=("name", "description"))]
