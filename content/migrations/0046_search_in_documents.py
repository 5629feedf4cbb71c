from django.db import migrations

from lifow.base.search import AddSearchIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("content", "0045_documents")]

    operations = [AddSearchIndex("DocumentPage", fields=("text",))]
