from django.db import migrations

from lifow.base.search import AddSearchDocuments


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("content", "0011_words")]

    operations = [AddSearchDocuments("Module", fields=("title", "summary", "body"))]
