"""Questions in and out, by files of other systems and tables.

| module | holds |
|---|---|
| `formats` | GIFT, Aiken, Moodle XML, QTI 2.1 and CSV: read and written, pure |
| `models` | an import as a row, from the upload to its drafts |
| `reports` | what an import would add, as it is shown; the published questions of a skill as a file |
| `services` | uploading, choosing, adding |
| `forms`, `views`, `tasks`, `admin` | its pages and its work in the background |
"""
