"""Checks between documents: releases of one figure, official data sets, and what changed between releases.

Belongs here: which figure of one release another one states as well, and what their difference means. Does not belong here:
which programs are one (``identity``).
"""
