"""Every answer said once: one page for a question, from its typed result."""
