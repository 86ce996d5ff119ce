"""Bulletins about the local labour market: what employers and hubs tell schools of work nearby."""
