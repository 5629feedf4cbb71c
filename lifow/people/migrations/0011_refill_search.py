from django.db import migrations

from lifow.base.search import RefillSearchIndex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0010_say_which_rule_is_broken")]

    operations = [RefillSearchIndex("Person", fields=("given_name", "family_name", "email"))]
