"""The first formula of gap reports, kept so that reports which it made can be made again.

policy     NormalPolicy: format 1 of a stored policy
posterior  the model of evidence, normal-normal, and its sums
readings   which evidence counts, with its precision
rows       report rows of a block
"""
