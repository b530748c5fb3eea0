"""Curricula in delivery. The app's label is `more_sessions`: Django's own has the other."""
