"""What screens are made of; widgets show and ask, and decide nothing."""
