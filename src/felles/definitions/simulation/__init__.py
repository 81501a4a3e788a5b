"""How is the simulated country described? Parameters with their ranges and sources, services step by step, policies."""
