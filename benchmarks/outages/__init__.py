"""`python -m benchmarks.outages`: all that can be away is taken away at random moments, while work goes on.

A company works twice from the same beginning, once undisturbed. Printed are the faults, the answers that
people and machines were given meanwhile, and what the two ends differ in: nothing, if all is well.

"away s" is how long what was undone or killed took to be there again, as a process that loads the site;
"back s" how long after that the first page was answered.
"""
