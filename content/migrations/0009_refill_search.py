from django.db import migrations

from lifow.base.search import RefillSearchIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("content", "0008_what_used_up_says")]

    operations = [RefillSearchIndex("Module", fields=("title", "summary", "body"))]
