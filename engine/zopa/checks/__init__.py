"""Whether what a workspace says fits together; each check answers one question.

A check is a generator of findings with one shape: `(corpus, known)`, or
`(corpus, scenario, known)` for what stands in a scenario file. Checks never
raise for content, and none relies on another one having found nothing.
"""
