"""Is something changing, or is it chance? p-charts, CUSUM and funnel plots with set false-alarm rates."""
