"""Writes cohort.csv: 400 made-up patients. Run in this folder: python make_cohort.py"""

from datetime import date, timedelta
from random import Random

chance = Random(20261122)
lines = ["person,sex,age_days,diagnosed_on,region,days,status"]
for person in range(1, 401):
    sex, region = chance.choice(["male", "female"]), chance.choice(["north", "south"])
    age = round(chance.uniform(45, 90) * 365.241)
    diagnosed = date(2000, 1, 1) + timedelta(days=chance.randrange(3000))
    to_cancer = chance.expovariate({"north": 0.10, "south": 0.16}[region] / 365.241)
    to_other = chance.expovariate(0.00003 * 2.718281828 ** (0.09 * age / 365.241) / 365.241)
    to_end = (date(2010, 12, 31) - diagnosed).days if chance.random() < 0.9 else chance.randrange(2500)
    days = int(min(to_cancer, to_other, to_end))
    status = "alive" if days == to_end else "cancer" if to_cancer < to_other else "other"
    lines.append(f"{person},{sex},{age},{diagnosed},{region},{days},{status}")
open("cohort.csv", "w", encoding="utf-8").write("\n".join(lines) + "\n")  # noqa: PTH123, SIM115
