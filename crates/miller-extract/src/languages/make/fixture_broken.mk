before: kept
	echo kept

# Asks the shell twice.
CONFIG = $$(realpath $$(ls -t $${TARGET_DIR:-target}/config-*.txt | head -n 1))
VERSION := $(shell sed -nE 's/^version = "=(.*)"/\1/p' Cargo.toml)
RUNNER := .tools/runner-$(VERSION)
export QUIET := 1
LIKE_OTHERS = FILE=$$(realpath $$(ls -t $${TARGET_DIR:-target}/config-*.txt | head -n 1))
OTHER := kept

.PHONY: after later

# Comes after what is broken.
after: before ## a hint
	echo kept

later:
	echo $(OTHER)
