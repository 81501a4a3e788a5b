"""How many survive, how long, and what of? Observed, relative and net survival of patients."""
