"""Tables to lines and amounts.

Belongs here: the body of a table, zone by zone, and what its arithmetic says of its columns and its rows. Does not belong here:
what the heads of columns mean (``heads``), which text needs as well.
"""
