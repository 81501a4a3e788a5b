"""`python -m bench.measured WORDS`: one command of felles; what it took is the last line on standard error."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

began = time.perf_counter()
made = subprocess.run([str(Path(sys.executable).with_name("felles")), *sys.argv[1:]], check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
taken = {"seconds": time.perf_counter() - began, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss * 1024}
print(json.dumps(taken), file=sys.stderr)
sys.exit(made.returncode)
