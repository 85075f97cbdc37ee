"""The interface in a browser: one server for the page, one process per tab."""
