# Creatorlift: every target does its own set-up; see README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := build/bin/creatorlift
# The larger public data sets of the tests, where the folder is there; tests that need them skip elsewhere.
SHARED_DATA := $(wildcard $(CURDIR)/../shared/data)
export CREATORLIFT_DATA ?= $(SHARED_DATA)
export CGO_ENABLED = 1

.PHONY: help build screen demo test check e2e window-test setup-test screenshots bench study generate generate-check clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

build: screen ## the program with its screen, build/bin/creatorlift
	go build -trimpath -o $(BIN) .

screen: ## the screen's files, frontend/dist
	@bash build/screen.sh

demo: build ## the main job on a fictional brand: files in, report out
	./$(BIN) demo --out build/out/demo

test: setup-test check ## all tests
	go test -timeout 20m ./...
	$(MAKE) e2e

e2e: build ## the whole way in a real browser
	node frontend/e2e/run.mjs
	node frontend/e2e/hostile.mjs

window-test: screen ## builds the desktop window, starts it on a screen of its own and looks at it
	@bash build/window-test.sh

screenshots: build ## the README's pictures, taken from the app itself
	node frontend/e2e/screenshots.mjs

check: generate-check
	@test -z "$$(gofmt -l *.go backend)" || { echo "not formatted:"; gofmt -l *.go backend; exit 1; }
	go vet ./...

setup-test: ## what the tests need from the system
	@bash build/setup-test.sh

bench: build ## speed and memory, never part of the tests
	CREATORLIFT_BENCH=$(CURDIR)/$(BIN) go test -run '^TestBench' -bench . -benchmem -v -count 1 -timeout 60m ./...

study: ## long studies: coverage, placebo cases, kills; docs/evidence.md holds their results
	CREATORLIFT_STUDY=1 go test -run 'Study|Killed' -v -count 1 -timeout 85m ./...

generate: ## the PDF's chart bundle and font, and golden files made by tools
	bash build/generate.sh

generate-check:
	@bash build/generate.sh --check

clean: ## what was built
	rm -rf build/bin build/out frontend/node_modules frontend/dist/assets frontend/dist/index.html
