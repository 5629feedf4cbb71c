"""Test items in and out: a file is read into items and remarks, items are written as a file. Pure: no Django.

    parsed = FORMATS["gift"].read(data)          # raises FormatError where nothing of it can be read
    parsed.items, parsed.remarks                 # what is taken over, and what is not, why and where
    written = FORMATS["qti"].write(items)        # written.content, written.remarks: what has no room there

| module                            | holds                                                               |
|-----------------------------------|---------------------------------------------------------------------|
| `items`                           | one item as a value, `ParsedItem`; what is `Parsed` and `Written`   |
| `remarks`                         | what was not taken over, and what makes a file unreadable           |
| `registry`                        | the formats by name                                                 |
| `gift`, `aiken`, `moodle`, `qti`, `csv` | each format: `read`, and `write` of `…_writing`                |
| `moodle_cloze`                    | texts with one gap                                                  |
| `qti_items`, `qti_scoring`, `qti_markup` | one item of QTI; how it is scored; its XHTML                 |
| `scores`, `shares`                | weights in percent as right or wrong, and back                      |
| `reading`                         | bytes as text, remarks while reading                                |
| `markup`, `html_markdown`         | HTML and plain text as Markdown, and back                           |
| `trees`, `archives`               | XML and zip archives within bounds                                  |
"""
