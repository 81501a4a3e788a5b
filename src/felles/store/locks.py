"""Which advisory locks does Felles take in its database, so that no two parts use one number?"""

ONE_MIGRATION = 72_010_001
ONE_REMAKING_OF_PROJECTIONS = 72_010_002

# Bulk appends and snapshots hold it alone; single appends share it (felles.append, in SQL), and beside it they take
# 72_010_004 with the hash of the person.
LOG_LOCK = 72_010_003
