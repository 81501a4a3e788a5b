"""How may a round of screening end?"""

RESULTS = ("not_attended", "negative", "positive", "unsuitable", "false_positive", "precancer", "cancer")
NOT_ATTENDED, NEGATIVE, POSITIVE, UNSUITABLE, FALSE_POSITIVE, PRECANCER, CANCER = range(len(RESULTS))
"""positive: called in, and did not come."""
