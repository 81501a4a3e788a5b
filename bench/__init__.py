"""Measurements against peers and bare limits, side by side in one run. Never part of the tests."""
