"""Files that something has happened to, on the way or on purpose, and what must hold for every one of them.

Belongs here: ``pdfs`` and ``texts``, which damage a file by a seed; ``campaign``, which reads many such files as a run does. A file
that is found to do harm gets a small test of its own beside the room that it harms.
"""
