"""All checks of a workspace: incremental, parallel, with ignores, baseline and fixes."""
