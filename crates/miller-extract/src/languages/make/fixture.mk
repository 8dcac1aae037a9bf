# Builds the harbour.

include config.mk
-include $(DEPS) local.mk

# What compiles.
CC ?= gcc
CFLAGS := -O2 -Wall \
	-Wextra
SOURCES != ls src
VERSION ::= 1
LIBS += -lm
export PATH := /bin:$(PATH)
override DEBUG = yes
objects = $(patsubst %.c,%.o,$(wildcard src/*.c))
NOW := $(shell date +%s)
EMPTY =
unexport SECRET
private LOCAL = 1

# How a rule is written.
define template =
$(1): $(2)
	echo $(CC)
endef

.PHONY: all clean test
.DEFAULT_GOAL := all

# Builds everything.
all: harbour $(EXTRA) | build

harbour: $(objects) main.o
	$(CC) $(CFLAGS) -o $@ $^ ${LIBS}
	@echo "all: not a target"

# Compiles one file.
%.o: %.c config.h
	$(CC) -c $< -o $@

# Objects by name.
main.o util.o: common.h

src/gauge.o: CFLAGS += -g
$(objects): %.o: %.c
	$(CC) -c $<

build:
	mkdir -p $@

clean:: ; rm -f $(objects:.o=.d) harbour

ifeq ($(DEBUG),yes)
# Only when looking closer.
debug: harbour
	gdb $<
CFLAGS += -g
else ifdef QUIET
quiet: all
else
loud: all
endif

test: all ; $(call check,$(VERSION))
	$(MAKE) -C tests $(foreach t,$(TESTS),$(t))

$(eval $(call template,foo,bar))
libx.a(one.o): one.o
vpath %.c src
undefine EMPTY

shown: all
	echo shown
ifdef QUIET
	echo $(QUIET)
endif

build/%.o: src/%.c | $(DIRECTORY)
	@for file in $(SOURCES); do echo $$file; done

export CC CFLAGS
