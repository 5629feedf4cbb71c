"""One search over everything: passages that applets say they have, ranked for whoever asks.

| module | holds |
|---|---|
| `registry` | what applets say: what of an object is searched, where it opens, whom it is shown to |
| `triggers` | the database marks what has to be read anew |
| `services` | marks are drained, sources and passages written |
| `selectors` | the index as each process holds it |
| `compute` | words, stems, corrections, scores: pure |
| `reports` | a search, with what its results show |

A search asks one query whether something changed, scores in memory, and reads the rows of the results that it
shows: the same on SQLite and PostgreSQL (decision 0050).
"""
