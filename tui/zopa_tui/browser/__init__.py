"""The interface in a browser: a server for the page, and one process for each tab."""
