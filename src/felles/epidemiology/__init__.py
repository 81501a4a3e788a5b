"""The registry's statistics: who lived, who fell ill, how it went. Pure rules over the event table."""
