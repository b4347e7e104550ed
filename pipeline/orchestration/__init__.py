"""Dagster's view of the walk: assets, checks, partitions, the job, and running it in this process.

Belongs here: what a data engineer sees in the Dagster UI. Does not belong here: how any step is done (``pipeline.walk``).
"""

import warnings

import dagster as dg

# Backfill policies work and are called beta; nobody who runs a job can act on being told so.
warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*backfill_policy.*")
