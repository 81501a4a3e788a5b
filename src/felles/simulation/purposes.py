"""Which questions does the simulation put to chance? One number a question, for ever: a new question takes a new number.

Steps of services have theirs from their names (`courses`): 10,000 and above.
"""

PARAMETER_SET = 1
NAMES = 2

# People: 100-199.
BORN_WHEN, ENTERED_WHEN, HOME, EDUCATION, EMIGRATION, OTHER_DEATH = 100, 101, 102, 103, 104, 105
MOVE_WHEN, MOVE_TO = 106, 107
PARTNER, PARTNER_OLDER, CHILDREN, FIRST_CHILD, NEXT_CHILD = 108, 109, 110, 111, 112
PARENT, SIBLING, WORK = 113, 114, 115

# Exposures: 200-299. Cancers: 300-699 (a question may take a number for each site: base + site).
# Screening: 700-899.

# Exposures: SMOKING and SNUS give two numbers, when one begins and when one stops.
SMOKING, CIGARETTES, SNUS, TO_SNUS = 200, 201, 202, 203
VACCINE, AT_WORK, WORK_YEARS, WORK_LEVEL = 210, 220, 221, 222

# Services: 900-999.
SUSPECTED_WHEN, SUSPECTED_OF = 900, 901
SYMPTOM_TENDENCY, SYMPTOM_WEEK, ITEM_ANSWERED, ITEM_LEFT_OUT = 910, 911, 912, 913

# Cancers: a clock for each pair of cancers by number (two numbers of one call), the others one for each cancer.
CANCER_CLOCKS, SMOKING_CLOCKS, WORK_CLOCKS = 300, 350, 450
CANCER_COURSES, CANCER_FATES, CANCER_FINDINGS, SECOND_CANCERS, RELAPSES, CERTIFICATES = 600, 601, 602, 603, 604, 605
SCREENING_TENDENCY = 700  # how willing the person is, whatever the programme
SCREENING_START = 701  # + the programme's number: when in the first interval
SCREENING_ATTENDANCE = 710  # + the programme's number; index: twice the round, and one more for the details
SCREENING_TEST = 720  # + the programme's number; index: as for attendance
SCREENING_PRECURSOR = 730  # index: the tumour; how long there was a precancer before
