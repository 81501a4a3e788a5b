"""What would the registers of the simulated country say, counted as published figures are?"""
