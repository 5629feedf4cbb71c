from django.db import migrations

from lifow.base.search import AddSearchField


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("content", "0028_parts_of_modules")]

    operations = [AddSearchField("Module", fields=("title", "summary", "body", "parts_text"))]
