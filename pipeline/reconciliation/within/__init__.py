"""Checks within one document: items against their line, rows against a total, changes, cohorts, and what a sum implies.

Belongs here: one module for each kind of check, and how the items are read where several readings are possible. Does not
belong here: figures of another document (``across``).
"""
