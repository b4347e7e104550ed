"""Dagster's view of the walk: assets, checks, the job, and running it in this process.

Belongs here: what a data engineer sees in the Dagster UI. Does not belong here: how any step is done (``pipeline.walk``).
"""
