"""The screens, one for each question that an analyst has."""
