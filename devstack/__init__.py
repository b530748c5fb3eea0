"""The launcher behind dev.py: PostgreSQL, Redis and our processes on one machine."""
