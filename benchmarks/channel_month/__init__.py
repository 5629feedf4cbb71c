"""`python -m benchmarks.channel_month`: a month of a company in four zones, told by every channel.

Its days are played in steps of fifteen minutes by a clock of its own: people are asked, assign, meet and are
away; the jobs run as the schedule says; what is due is sent by a process that is killed at random moments of
its conversations with a mail server, a push service and Slack, all on the loopback address. What these were
given is then held against hours, leave and the cap, counted minute by minute, and against the rows.
"""
