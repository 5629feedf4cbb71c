"""Frameworks in and out: read → FrameworkDocument → plan. Pure: no Django, no clock, no settings.

    document = formats.read("gdad", path)        # or "onet", "csv"; raises FrameworkError
    plan = planning.plan(current, document)      # current: the framework as it is now, or None
    if not plan.is_empty: ...                    # the service applies it; nothing is written before
    print(describe.reading(document), describe.change(plan))

| module          | holds                                                                     |
|-----------------|---------------------------------------------------------------------------|
| `document`      | a framework as a value: `FrameworkDocument` and the documents inside it   |
| `faults`        | what is wrong and where: `Fault`, `FrameworkError`; what was `LeftOut`   |
| `validation`    | the rules a document keeps whatever it was read from                      |
| `tables`        | delimited files as rows that know their line                              |
| `gdad`, `onet`  | readers of two published frameworks; `onet` on `onet_ratings`             |
| `framework_csv` | lifow's own format, `read` and `write`; on `framework_lines` and `cells`  |
| `formats`       | the readers by name                                                       |
| `level_maps`    | how levels of before read on levels that mean something else              |
| `planning`      | `plan(current, incoming)`: what would be created, changed, removed        |
| `describe`      | a document and a plan in the words a person reads                         |

`current` holds live things only: a retired skill that comes back is created in the plan, and the
service revives it by its external id.
"""
