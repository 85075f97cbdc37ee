"""The negotiation as values: corpus, conditions, assumptions, and the reference semantics."""
