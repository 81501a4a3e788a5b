"""What do the figures say, and what does one course look like behind them? For analysts, under pseudonyms."""
