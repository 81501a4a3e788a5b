"""Who comes with which question? One package a reader; portals know nothing of each other."""
