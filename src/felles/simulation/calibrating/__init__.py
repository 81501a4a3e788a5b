"""Which values of uncertain figures make the simulated country most like the published one?"""
