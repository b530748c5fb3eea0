"""Questionnaires in the forms other programmes keep them in: read, matched to a key, written out.

Pure. Whatever a file holds, reading it ends in a `Form` or in BadInput that names the row or
linkId; nothing else is raised.
"""
