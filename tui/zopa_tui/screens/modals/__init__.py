"""Questions that want an answer before anything else."""
