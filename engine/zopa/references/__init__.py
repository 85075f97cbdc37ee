"""Where the names of a workspace stand in its texts, and of what they are names."""
