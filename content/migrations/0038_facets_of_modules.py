"""What modules are filed under already is the list that a company begins with."""

from django.db import migrations

LONGEST_KEY, LONGEST_NAME, AT_ONCE = 200, 100, 500


def pairs(stored):
    """Each facet with each of its values, of those that can be in a list."""
    if not isinstance(stored, dict):
        return
    for name, values in stored.items():
        for value in values if isinstance(values, list) else ():
            texts = [name, value]
            if all(isinstance(one, str) and one.strip() and len(one) <= LONGEST_KEY for one in texts):
                yield name, value


def in_words(key):
    words = key.replace("_", " ")
    return (words[:1].upper() + words[1:])[:LONGEST_NAME]


def fill(apps, schema_editor):
    module, facet, facet_value, module_facet = (
        apps.get_model("content", name) for name in ("Module", "Facet", "FacetValue", "ModuleFacet")
    )
    filed = [
        (pk, pair)
        for pk, stored in module.objects.order_by("pk").values_list("pk", "facets").iterator()
        for pair in dict.fromkeys(pairs(stored))
    ]
    used = sorted({pair for _pk, pair in filed})
    names = sorted({name for name, _value in used})
    facet.objects.bulk_create(
        [facet(key=name, name=in_words(name), position=place) for place, name in enumerate(names, 1)],
        ignore_conflicts=True,
    )
    facets = dict(facet.objects.values_list("key", "pk"))
    facet_value.objects.bulk_create(
        [
            facet_value(facet_id=facets[name], key=value, name=in_words(value), position=place)
            for place, (name, value) in enumerate(used, 1)
        ],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    values = {
        (name, key): pk
        for pk, name, key in facet_value.objects.values_list("pk", "facet__key", "key").iterator()
    }
    module_facet.objects.bulk_create(
        [module_facet(module_id=pk, value_id=values[pair]) for pk, pair in filed],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )


def count_catalogue(apps, schema_editor):
    """Have the one row that counts the changes of the catalogue: who reads it makes none."""
    apps.get_model("content", "CatalogueVersion").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("content", "0037_facets_votes_and_saved")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(count_catalogue, migrations.RunPython.noop),
    ]
