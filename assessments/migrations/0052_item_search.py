from django.db import migrations, models

from lifow.base.database.operations import AddIndexOnline
from lifow.base.search import AddSearchIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("assessments", "0051_fill_searched_words")]

    operations = [
        AddSearchIndex("ItemVersion", fields=("stem", "searched_answers", "searched_skill")),
        AddIndexOnline(
            model_name="itemversion",
            index=models.Index(fields=["state", "-updated_at", "-id"], name="item_version_by_state"),
        ),
    ]
