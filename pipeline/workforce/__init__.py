"""Who reads documents, and within which limits: one file to its facts, in processes of this machine or of others.

Belongs here: this list; see

    choosing   who reads: this process, others of this machine, or a cluster
    processes  processes of this machine, which have limits and may die
    cluster    other machines behind Dask's scheduler
    dividing   the pages of a long document as tasks of their own
    parsing    what one such process does: reading and extraction joined

Does not belong here: how a page is read or a figure found; files of the warehouse.
"""

from pipeline.workforce.choosing import find_workforce
from pipeline.workforce.parsing import Work, facts_of_fault, parse_file

__all__ = ["Work", "facts_of_fault", "find_workforce", "parse_file"]
