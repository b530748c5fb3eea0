"""Curricula in delivery. (The app's label is `more_sessions`: django.contrib.sessions has the other.)"""
