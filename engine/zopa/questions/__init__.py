"""The questions: one module each, from a draft and its assumptions to a typed answer."""
