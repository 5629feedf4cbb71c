from django.db import migrations

# Where one system alone has named somebody, it is the one that their employments came from.
FILL = """
    UPDATE people_employment SET source = (
        SELECT min(source) FROM people_externalid WHERE people_externalid.person_id = people_employment.person_id
    ) WHERE source = '' AND person_id IN (
        SELECT person_id FROM people_externalid WHERE person_id IS NOT NULL
        GROUP BY person_id HAVING count(DISTINCT source) = 1
    )
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0019_employments_know_their_source")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
