"""The application: opening, saving, navigation, commands."""
