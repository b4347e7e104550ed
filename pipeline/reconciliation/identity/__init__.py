"""Programs over documents: names that are near each other, programs that go on as others, and what a person says of them.

Belongs here: how near two names are, and aliases laid over the facts. Does not belong here: figures.
"""
