"""Results as JSON values, in the form that other programs rely on."""
