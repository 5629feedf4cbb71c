"""Files that HR brings in on a page of the admin: uploaded, planned, shown, applied.

| module | holds |
|---|---|
| `choices`, `querysets`, `models` | an import as a row, from the upload to its end |
| `packing` | files in one archive, as the row keeps them |
| `services` | each step of a row: begun, planned, confirmed, applied, refused, forgotten |
| `forms`, `admin` | the pages: upload, the plan, the history |

An app gives the row its own columns, and says what its files mean: how they are planned and applied.
"""
