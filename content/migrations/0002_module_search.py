from django.db import migrations

from lifow.base.search import CreateSearchIndex


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]

    operations = [CreateSearchIndex("Module", fields=("title", "summary", "body"))]
