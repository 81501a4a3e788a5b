"""What does one course look like behind the figures? For analysts, under a pseudonym."""
