"""What the benchmark of injected errors is made of.

ministry    the review sheets of a ministry's programs, as documents
changes     one change to one document, of each kind
equations   what the printed figures must come to, judged without asking the checks
"""
