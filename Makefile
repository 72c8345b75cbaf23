# Chandler: what a person needs, one line each. Plain `make` prints them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

SWIFT_FLAGS ?=
PATHS := Package.swift Sources Tests

# Where the peers' programs are, and where data, peers and results of a comparison are kept.
BENCH ?= ../shared/bench
BENCH_WORK ?= .bench

# Where "make install" puts things, and what stands for / while a package is made.
export PREFIX ?= /usr/local
export DESTDIR ?=

# More tests at once than that only wait for each other, and for sessions of the servers they share.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 6

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

bootstrap: ## install missing Debian packages (asks for sudo only when one is missing)
	@scripts/bootstrap

build: bootstrap ## build the programs, optimised
	swift build -c release $(SWIFT_FLAGS) --product chandler
	swift build -c release $(SWIFT_FLAGS) --product fixture-exchange

run: build ## do the main job on synthetic candles: ingest, load, dataset, summary
	@scripts/demo

test: build readers ## run all tests (the long random ones briefly)
	CHANDLER_BIN="$$(swift build -c release --show-bin-path)" swift test $(SWIFT_FLAGS)

integration: build readers ## run only the tests that start servers and whole programs
	CHANDLER_BIN="$$(swift build -c release --show-bin-path)" swift test $(SWIFT_FLAGS) --filter '^IntegrationTests\.'

lint: ## check formatting, imports and text
	swift format lint --strict --recursive --parallel $(PATHS)
	@scripts/check-imports

format: ## format all Swift files in place
	swift format --in-place --recursive --parallel $(PATHS)

readers: ## make .venv with the dataset readers that tests compare against (needs Python)
	@scripts/readers

bench: build ## measure the stages, and whole runs beside their peers (BENCH=folder with compare.py)
	swift build -c release $(SWIFT_FLAGS) --product chandler-bench
	@scripts/bench "$$(swift build -c release --show-bin-path)" $(BENCH) $(BENCH_WORK)

docs: ## build the API documentation of every module into docs/api
	@scripts/docs

install: ## put the built program, completions, manual and pipelines below PREFIX (/usr/local)
	@scripts/install

uninstall: ## remove what "make install" put below PREFIX; data stays
	@scripts/uninstall

completions: build ## write the shells' completions into .build/share
	@scripts/completions "$$(swift build -c release --show-bin-path)/chandler" .build/share

man: build ## write the manual pages into .build/share/man/man1
	@"$$(swift build -c release --show-bin-path)/chandler" manual .build/share/man/man1

clean: ## remove what was built; data and clusters stay
	rm -rf .build out docs/api

.PHONY: help bootstrap build run test integration lint format readers bench docs install uninstall \
	completions man clean
