"""Machine formats: answers as JSON, findings for other tools, tables, UVL and ASP."""
