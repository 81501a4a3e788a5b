"""How many cases will there be? NORDPRED, its logarithmic sister, constant rates, and how wrong each has been."""
