"""Names in the texts of a workspace, with the items that they refer to."""
