"""Text to values: numbers, money, fiscal years, counters, and the words of a name.

Belongs here: everything that can be said of a string without knowing its page. The grammar (``lexer`` and what it calls)
decides what is a figure, a year, a unit or a counter; fugashi (``words``) decides only what the words of a *name* are and
which particles hang on to it, because its dictionary splits figures in ways that differ from text to text (full-width digits
one by one, 億円 sometimes as one word). Text is normalized (NFKC) before either of them sees it.
Does not belong here: pages, tables, documents, budgets.
"""

from pipeline.language.lexer import read_values
from pipeline.language.money import scale
from pipeline.language.normal import Normalized, fold, normalize
from pipeline.language.words import Word, strip_particles, tokenize
from pipeline.language.years import resolve_era

__all__ = [
    "Normalized",
    "Word",
    "fold",
    "normalize",
    "read_values",
    "resolve_era",
    "scale",
    "strip_particles",
    "tokenize",
]
