"""How often is cancer found, how many live with it, how far had it come, and how many die of it?"""
