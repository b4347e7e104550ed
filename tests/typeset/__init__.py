"""A small typesetter for tests: tables whose contents are known, drawn as the many tools draw them.

Belongs here: drawing and what a reader must find in the drawing. Does not belong here: the samples in raw/ (``samples``).
"""
