"""National rollups: what official results amount to over England, by area, hub and type of institution.

Pure functions from institutions and their results at a measure date to tables that are safe to publish.
"""
