from django.db import migrations

from lifow.base.search import AddSearchDocuments


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0014_words")]

    operations = [AddSearchDocuments("Person", fields=("given_name", "family_name", "email"))]
