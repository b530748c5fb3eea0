"""The closed list every row may use: errors, crypto, ids, clock, owed work, widgets and tags."""
