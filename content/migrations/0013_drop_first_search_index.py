from django.db import migrations

from lifow.base.search import DropSearchIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("content", "0012_search_documents")]

    operations = [DropSearchIndex("Module", fields=("title", "summary", "body"))]
