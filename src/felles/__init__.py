"""Felles: one log of what happened to each person; everything else is a function of it."""
