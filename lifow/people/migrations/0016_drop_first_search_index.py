from django.db import migrations

from lifow.base.search import DropSearchIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0015_search_documents")]

    operations = [DropSearchIndex("Person", fields=("given_name", "family_name", "email"))]
