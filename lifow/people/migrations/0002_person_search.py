from django.db import migrations

from lifow.base.search import CreateSearchIndex


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [CreateSearchIndex("Person", fields=("given_name", "family_name", "email"))]
