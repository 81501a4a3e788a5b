"""What does a policy change? The same people with the same luck under two policies, counted and subtracted."""
