# Targets for users and CI; `make help` lists them.

STUDY ?= data/rvlms
CARGO ?= cargo
# With the duckdb that `make sql` needs.
PYTHON ?= python3

NAME := $(notdir $(patsubst %/,%,$(STUDY)))
PROGRAM := target/release/cohort-report
PDF := build/$(NAME)/report.pdf
TYPST_VERSION := $(shell cat typst-version)

SOURCES := $(shell find src templates fonts -type f 2>/dev/null) docs/study.schema.json typst-version Cargo.toml Cargo.lock
INPUTS := $(wildcard $(STUDY)/* $(STUDY)/templates/*)

STUDIES := $(patsubst %/study.toml,%,$(wildcard data/*/study.toml))

.PHONY: help all watch validate report check verify reproduce test sql seeds fuzz limits guesses long bench growth functions setup figures tables lint clean typst
.DEFAULT_GOAL := help

help: ## List the targets
	@echo "make TARGET [STUDY=data/rvlms]"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

report: $(PDF) ## Make build/<study>/report.pdf and the figures

$(PDF): $(PROGRAM) $(INPUTS)
	@$(MAKE) --no-print-directory typst
	$(PROGRAM) report $(STUDY)

validate: $(PROGRAM) ## Summarise the data and list their problems
	$(PROGRAM) validate $(STUDY)

check: $(PROGRAM) ## Compare the published numbers with the computed ones
	$(PROGRAM) check $(STUDY)

verify: $(PDF) ## Verify that the PDF follows from the data attached to it
	$(PROGRAM) verify $(PDF)

# A study without published numbers has none to check.
reproduce: $(PDF) ## Run report, check, lint and verify
	@if [ -e $(STUDY)/published.toml ]; then echo $(PROGRAM) check $(STUDY); $(PROGRAM) check $(STUDY); fi
	$(PROGRAM) lint $(STUDY)
	$(PROGRAM) verify $(PDF)

all: ## Run reproduce for every study below data/
	@set -e; for study in $(STUDIES); do $(MAKE) --no-print-directory reproduce STUDY=$$study; done

watch: $(PROGRAM) ## Remake the report whenever the study changes
	@$(MAKE) --no-print-directory typst
	$(PROGRAM) watch $(STUDY)

figures: $(PROGRAM) ## Draw figures/<study>/*.svg; Typst is not required
	$(PROGRAM) figures $(STUDY)

# Cargo keeps what the builds after an edit begin with, which makes a first build dearer: only
# where such builds have been made before.
BUILDS := $(or $(CARGO_TARGET_DIR),target)/debug
TEST := $(if $(CARGO_INCREMENTAL)$(wildcard $(BUILDS)/incremental),,CARGO_INCREMENTAL=0 )$(CARGO) test --locked

# With one seed a property is tried on the same inputs everywhere; `make seeds` tries others.
test: typst ## Run every test
	PROPTEST_RNG_SEED=1 $(TEST)

sql: $(PROGRAM) ## Run the queries of `sql` in DuckDB and compare the ledgers, if it is there
	$(PYTHON) tests/sql/equal.py $(PROGRAM)

seeds: ## Try the properties on random inputs
	PROPTEST_CASES=5000 $(TEST) --lib --test integration -- number::id inputs:: properties::

fuzz: ## Try mutated files on every reader, ten minutes
	$(CARGO) run --locked --release --example campaign -- 600

limits: $(PROGRAM) typst ## Try what would take hours, within 2 GB and a minute each
	COHORT_REPORT_TYPST=$${COHORT_REPORT_TYPST:-.tools/bin/typst} python3 tests/limits/run.py $(PROGRAM)

guesses: ## Score the guesses of `new` on public data sets
	$(TEST) --test integration guesses::score -- --nocapture

long: typst ## Run the tests that take a minute or more
	$(TEST) --test certified -- --ignored
	$(TEST) --test integration -- --ignored

# ROWS=1000 RUNS=1 tries in a minute whether it works.
ROWS ?= 1000000
RUNS ?= 3

bench: ## Measure the whole program beside R and Python, ROWS=1000000 RUNS=3
	$(CARGO) bench --locked --bench peers -- $(ROWS) $(RUNS)

# Registries and results stay in build/growth: what was stopped goes on there. SECONDS and
# MEGABYTES bound each program.
SIZES ?= 1000 10000 100000 1000000 10000000

growth: ## Measure growth with the rows beside R and Python, SIZES="1000 10000"
	$(CARGO) bench --locked --bench peers -- growth $(SIZES)

functions: ## Measure growth of single functions, and them beside R's survival
	$(CARGO) bench --locked --bench growth
	$(CARGO) bench --locked --bench against_r

setup: ## Measure a bare clone until its first PDF, and its tests
	sh benches/clone.sh

tables: $(PROGRAM) ## Write build/<study>/tables; Typst is not required
	$(PROGRAM) tables $(STUDY)

lint: ## Check format and lints, with warnings as errors
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings

clean: ## Remove build outputs; keep the Typst in .tools
	rm -rf build
	$(CARGO) clean

$(PROGRAM): $(SOURCES)
	$(CARGO) build --release --locked
	@touch $@

# Typst is installed once, into .tools, when no Typst of the pinned version is found: a released
# binary where cargo-binstall is there, else a build, typst-profile.toml says how. The build
# needs OpenSSL: that of the system, or its own copy, which needs Perl and takes minutes more.
# BINSTALL=no always builds.
TYPSTS := $(if $(COHORT_REPORT_TYPST),$(COHORT_REPORT_TYPST),.tools/bin/typst typst)

typst: ## Install the pinned Typst if it is not found
	@for typst in $(TYPSTS); do \
		found=$$("$$typst" --version 2>/dev/null | cut -d' ' -f2); \
		if [ "$$found" = "$(TYPST_VERSION)" ]; then exit 0; fi; \
	done; \
	if [ "$(BINSTALL)" != no ] && $(CARGO) binstall -V >/dev/null 2>&1 && \
		$(CARGO) binstall typst-cli --version $(TYPST_VERSION) --no-confirm \
			--disable-strategies compile --root .tools; then exit 0; fi; \
	if pkg-config --exists openssl 2>/dev/null; then features=; \
	elif perl -MIPC::Cmd -MFile::Compare -MTime::Piece -MFindBin -e 1 2>/dev/null; then \
		features="--features vendor-openssl"; \
	else \
		echo "Typst cannot be built: OpenSSL's development files or Perl are required." >&2; \
		echo "help: install libssl-dev and pkg-config (Debian), openssl-devel (Fedora), or perl" >&2; \
		exit 5; \
	fi; \
	echo "Building Typst $(TYPST_VERSION) into .tools: some minutes on two cores, once." >&2; \
	$(CARGO) install typst-cli --version $(TYPST_VERSION) --locked --force \
		--config typst-profile.toml --root .tools --target-dir .tools/target $$features && \
		rm -rf .tools/target
