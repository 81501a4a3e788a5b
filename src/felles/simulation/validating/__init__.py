"""Does the simulated country do what was promised of it, and how near does it come to the published one?"""
