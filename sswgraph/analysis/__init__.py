"""The verbs: ``gaps.gap`` (what is lacking), ``plans.plan`` (what closes it at least cost), ``plans.after``.

Nothing is imported here, so that a gap is answered without loading what only plans need.
"""
