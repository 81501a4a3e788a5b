# make            .venv with everything, the checking tools included
# make run        install, start, load the demo and serve http://127.0.0.1:8000
# make test       install what the tests need and pass them
# make check      lint, types, import contracts, content
# make bench      measure against peers and limits
# make lock       lock the versions anew
.DEFAULT_GOAL := all
.PHONY: all run test tests check style types layers content bench lock clean chromium
PYTHON ?= python3
WORKERS ?= 2
# Every program that a test starts would compile each module anew, the libraries' too: three times the work of its start.
unexport PYTHONDONTWRITEBYTECODE
UV := .venv/bin/uv
STAMPS := .venv/stamps

$(STAMPS)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit("Felles needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Set PYTHON=python3.12 or so.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: $(STAMPS)/uv requirements/run.txt pyproject.toml
	$(UV) pip install --quiet --python .venv/bin/python --require-hashes -r requirements/run.txt
	$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/run requirements/dev.txt
	$(UV) pip install --quiet --python .venv/bin/python --require-hashes -r requirements/dev.txt
	@touch $@

# The peers have an environment of their own: they want other versions of what the tests use.
$(STAMPS)/bench: $(STAMPS)/run requirements/bench.txt
	$(UV) venv --quiet --allow-existing .venv/bench
	$(UV) pip install --quiet --python .venv/bench/bin/python --require-hashes -r requirements/bench.txt
	$(UV) pip install --quiet --python .venv/bench/bin/python --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/node: $(STAMPS)/run package.json package-lock.json
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/npm ci --no-progress --loglevel=error
	@touch $@

all: $(STAMPS)/dev $(STAMPS)/node

run: $(STAMPS)/run $(STAMPS)/node
	@exec .venv/bin/felles run

# Side by side: what is fetched; then the checks and the tests, as the types alone take a core for a minute.
test:
	@$(MAKE) --no-print-directory --jobs=$(WORKERS) all chromium
	@$(MAKE) --no-print-directory --jobs=$(WORKERS) style layers content types tests

# A test calls make: no job of this one's.
tests:
	MAKEFLAGS= .venv/bin/python -m pytest -n $(WORKERS) --dist loadfile

check: all
	@$(MAKE) --no-print-directory --jobs=$(WORKERS) types style layers content

style:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types:
	.venv/bin/mypy

layers:
	.venv/bin/lint-imports

content:
	.venv/bin/felles check

bench: $(STAMPS)/bench $(STAMPS)/node
	.venv/bench/bin/python -m bench

# The headless shell is Chromium without a window: a page takes it a sixth of the work.
chromium:
	@command -v chromium-headless-shell >/dev/null || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests (apt-get install chromium-headless-shell)"; apt-get update -qq; \
		apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null || command -v chromium >/dev/null || \
		apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else command -v chromium >/dev/null || echo "The browser tests need Chromium: sudo apt-get install chromium-headless-shell. They are skipped without it."; fi

LOCK := $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: $(STAMPS)/uv
	$(LOCK) requirements/uv.in -o requirements/uv.txt
	$(LOCK) pyproject.toml --extra build -o requirements/run.txt
	$(LOCK) pyproject.toml --extra build --extra spark --extra dev -o requirements/dev.txt
	$(LOCK) pyproject.toml --extra build --extra bench -o requirements/bench.txt

clean:
	rm -rf .venv node_modules
