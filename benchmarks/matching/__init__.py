"""The matcher's figures: `company` generates instances, `python -m benchmarks.matching` measures.

What lives here: our own engines (`ours`), others given every allowed pair as an arc (`arcs`,
`peers`, `engines`), the rows of both (`sweep`), one leaver (`leaver`), twelve rounds (`rounds`),
the compiler's part (`compiling`), and what is made of it: the page (`page`) and its chart (`chart`).
"""
