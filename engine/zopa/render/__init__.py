"""What people read: diagnostics and answers as text for a terminal or a log."""
