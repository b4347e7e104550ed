"""Text to values: numbers, money, fiscal years, counters, and the words of a name.

Belongs here: everything that can be said of a string without knowing its page. The grammar (``lexer``, ``figures`` and what
they call) decides what is a figure, a year, a unit or a counter, and reads it exactly. fugashi (``words``) decides what its
dictionary is good at: what the words of a *name* are, which particles hang on to it, and whether a number with a counter is
part of a word (八戸市, 三村, 一人親家庭, 5法人化). It reads no figures, because it splits them in ways that differ from text to text:
full-width digits one by one, 億円 sometimes as one word. Text is normalized (NFKC) before either of them sees it.
Does not belong here: pages, tables, documents, budgets.
"""

from pipeline.language.figures import numerals_in
from pipeline.language.lexer import read_values
from pipeline.language.money import scale
from pipeline.language.normal import Normalized, compact, fold, normalize
from pipeline.language.words import Word, strip_particles, tokenize
from pipeline.language.years import Calendars, resolve_year, written_calendars

__all__ = [
    "Calendars",
    "Normalized",
    "Word",
    "compact",
    "fold",
    "normalize",
    "numerals_in",
    "read_values",
    "resolve_year",
    "scale",
    "strip_particles",
    "tokenize",
    "written_calendars",
]
