"""Consistency checks of a workspace; each check answers one question.

A check is a generator of findings with the arguments `(corpus, known)`, or
`(corpus, scenario, known)` for scenario files. Checks never raise errors for content.
No check relies on the result of another one.
"""
