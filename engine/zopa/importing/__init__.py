"""Import of models and domains of other tools, and export to them."""
