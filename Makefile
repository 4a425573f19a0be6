# sopc and soprun. `make` builds both into build/; README.md says the rest.
#
#   make            build/sopc, build/soprun and the library build/libsoprun.a
#   make lib        the library alone, with its header build/soprun.h (docs/embedding.md)
#   make demo       install what is missing, build, compile, draw and run a real SOP
#   make test       all tests (unit, golden, run, floors); under five minutes
#   make fuzz       many thousands of random and broken texts; some minutes
#   make twin       random procedures, proved and tried out; also twin-time, twin-store
#   make bench      the tables of docs/performance.md; a quarter of an hour
#   make crash      kills, failing disks and power losses against the store; a quarter of an hour
#   make crash-sees faults planted in the store, and whether make crash finds them
#   make test-web   the HTML documents in Chromium: viewer, accessibility, printing
#   make asan       the tests under address, undefined and leak sanitizers
#   make floors     no include points up or sideways (docs/floors.txt)
#   make check HARD=1   the tests with tiny chunks and buffers
#   make bench-draw  5,000 random pages through the page's checker, and the speed of drawing
#   make bench-time  what the analysis of times takes, against a bare loop in C
#   make bench-store what a store takes, against bare SQLite; a minute or two
#   make bless      make the golden files and what the tutorials show anew (then read the diff)
#   make docs       make the pages in docs/ anew that come from tables
#   make gallery    draw docs/gallery.md anew, beside other tools where they are installed
#   make deps       install what the build needs (Debian packages)

VERSION = 0.1.0
# V=1 shows the commands.
Q       = $(if $(V),,@printf '  %-6s %s\n' $(1) $@;)
BUILD   = build
CC      = gcc

# ---- what must be installed ------------------------------------------------
# The runtime alone needs the first line only.
RUNTIME_PACKAGES = gcc libc6-dev pkg-config libsqlite3-dev libjansson-dev libssl-dev libunistring-dev
PACKAGES = $(RUNTIME_PACKAGES) flex bison libgraphviz-dev libpango1.0-dev libcairo2-dev \
           fonts-liberation libcmocka-dev graphviz jq libxml2-utils poppler-utils

# ---- flags -----------------------------------------------------------------
OPTIMIZE = -O2 -g
WARNINGS = -Wall -Wextra -Wformat=2 -Wconversion -Wimplicit-fallthrough -Wshadow \
           -Wstrict-prototypes -Wmissing-prototypes -Werror
HARDEN   = -fstack-protector-strong -fstack-clash-protection -fPIE
HARDLINK = -pie -Wl,-z,relro,-z,now,-z,noexecstack
ifdef SANITIZE
OPTIMIZE = -O1 -g -fno-omit-frame-pointer
HARDEN   = -fsanitize=address,undefined -fno-sanitize-recover=undefined
HARDLINK = $(HARDEN)
else
HARDEN  += -D_FORTIFY_SOURCE=2
endif
DEFINES  = -D_GNU_SOURCE -DSOP_VERSION='"$(VERSION)"'
ifdef HARD
override BUILD := $(BUILD)/hard
DEFINES += -DSOP_HARD
endif
ifneq ($(SANITIZE)$(HARD),)
DEFINES += -DSOP_ASSERT
endif
CFLAGS   = -std=c11 $(OPTIMIZE) $(WARNINGS) $(HARDEN)
# bison's and flex's C is not ours to warn about.
GENERATED_CFLAGS = -std=c11 $(OPTIMIZE) $(HARDEN) -Wno-unused-function
INCLUDES = -I. -I$(BUILD)/gen

RUNTIME_LIBS  = -lsqlite3 -ljansson -lcrypto -lunistring -lm
DRAW_CFLAGS  := $(shell pkg-config --cflags libgvc libcgraph libxdot pangocairo cairo 2>/dev/null)
COMPILER_LIBS := $(shell pkg-config --libs libgvc libcgraph libxdot pangocairo cairo 2>/dev/null) \
                 -ljansson -lcrypto -lunistring -lm

# ---- files -----------------------------------------------------------------
RUNTIME_SOURCES  = $(filter-out runtime/cli/% runtime/lib/% %_doc.c,$(wildcard runtime/*/*.c))
RUNTIME_SHARED   = $(filter-out runtime/store/% runtime/say/%,$(RUNTIME_SOURCES))
COMPILER_SOURCES = $(filter-out compiler/cli/main.c %_doc.c,$(wildcard compiler/*/*.c)) $(wildcard grammar/*.c)

# The library: the runtime without its command line, and soprun.h in front of it.
LIB_SOURCES      = $(filter-out runtime/args/%,$(RUNTIME_SOURCES)) $(wildcard runtime/lib/*.c)

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
RUNTIME_OBJECTS  = $(call objects,$(RUNTIME_SOURCES))
SHARED_OBJECTS   = $(call objects,$(RUNTIME_SHARED))
COMPILER_OBJECTS = $(call objects,$(COMPILER_SOURCES)) $(BUILD)/gen/grammar/sop.tab.o $(BUILD)/gen/grammar/sop.lex.o \
                   $(BUILD)/gen/compiler/doc/viewer.o
UNIT_TESTS       = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))

.PHONY: all lib demo test test-web check twin twin-time twin-store fuzz bench bench-draw bench-time bench-store asan floors bless docs gallery deps clean runtime-alone unit

all: $(BUILD)/soprun lib $(if $(wildcard compiler/cli),$(BUILD)/sopc)

$(BUILD)/sopc: $(call objects,compiler/cli/main.c) $(COMPILER_OBJECTS) $(SHARED_OBJECTS)
	$(call Q,link) $(CC) $(HARDLINK) -o $@ $^ $(COMPILER_LIBS)

$(BUILD)/soprun: $(call objects,$(wildcard runtime/cli/*.c)) $(RUNTIME_OBJECTS)
	$(call Q,link) $(CC) $(HARDLINK) -o $@ $^ $(RUNTIME_LIBS)

lib: $(BUILD)/libsoprun.a $(BUILD)/soprun.h

# One object in which nothing but soprun_* can be seen from outside: no name of
# ours meets one of the program's.
$(BUILD)/libsoprun.a: $(patsubst %.c,$(BUILD)/lib/%.o,$(LIB_SOURCES))
	$(call Q,lib) $(LD) -r -o $(BUILD)/lib/soprun.o $^
	@objcopy --wildcard --keep-global-symbol='soprun_*' $(BUILD)/lib/soprun.o
	@rm -f $@ && $(AR) rcs $@ $(BUILD)/lib/soprun.o

$(BUILD)/soprun.h: runtime/lib/soprun.h
	@cp $< $@

$(BUILD)/lib/%.o: %.c
	@mkdir -p $(@D)
	$(call Q,cc) $(CC) $(CFLAGS) -fPIC -fvisibility=hidden $(DEFINES) $(INCLUDES) -MMD -MP -c -o $@ $<

$(BUILD)/obj/compiler/draw/%.o: CFLAGS += $(DRAW_CFLAGS)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call Q,cc) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -c -o $@ $<

# The compiler's sources include the parser's header, which bison makes.
$(call objects,$(wildcard grammar/*.c)): | $(BUILD)/gen/grammar/sop.tab.h

$(BUILD)/gen/grammar/sop.tab.c $(BUILD)/gen/grammar/sop.tab.h &: grammar/sop.y
	@mkdir -p $(@D)
	$(call Q,bison) bison -Wall -Wcounterexamples -Werror --header=$(BUILD)/gen/grammar/sop.tab.h -o $(BUILD)/gen/grammar/sop.tab.c $<

$(BUILD)/gen/grammar/sop.lex.c: grammar/sop.l
	@mkdir -p $(@D)
	$(call Q,flex) flex -o $@ $<

$(BUILD)/gen/grammar/%.o: $(BUILD)/gen/grammar/%.c $(BUILD)/gen/grammar/sop.tab.h
	$(call Q,cc) $(CC) $(GENERATED_CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -c -o $@ $<

# The style and script of the HTML document, as C strings of their names.
$(BUILD)/gen/compiler/doc/viewer.c: compiler/doc/viewer.css compiler/doc/viewer.js compiler/doc/text_to_c.awk
	@mkdir -p $(@D)
	$(call Q,awk) awk -f compiler/doc/text_to_c.awk compiler/doc/viewer.css compiler/doc/viewer.js > $@

$(BUILD)/gen/compiler/doc/viewer.o: $(BUILD)/gen/compiler/doc/viewer.c
	$(call Q,cc) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) -c -o $@ $<

# ---- tests -----------------------------------------------------------------
$(BUILD)/tests/%: tests/unit/%.c $(COMPILER_OBJECTS) $(RUNTIME_OBJECTS)
	@mkdir -p $(@D)
	$(call Q,test) $(CC) $(CFLAGS) $(DRAW_CFLAGS) $(DEFINES) $(INCLUDES) -Itests/unit -MMD -MP -MF $@.d $(HARDLINK) -o $@ $< \
	  $(COMPILER_OBJECTS) $(RUNTIME_OBJECTS) $(filter %.a,$^) $(COMPILER_LIBS) -lsqlite3 -lcmocka

# It sees the library as others do, beside the runtime's own objects.
$(BUILD)/tests/test_soprun: $(BUILD)/libsoprun.a

unit: $(UNIT_TESTS)

test: deps
	$(MAKE) check

check: all unit floors $(BUILD)/bytecode_doc $(BUILD)/errors_doc $(BUILD)/tests/floors $(BUILD)/tests/crash
	BUILD=$(BUILD) tests/run-all

# Long: random nets against the plain search, until it is stopped or done.
twin: $(BUILD)/tests/sound_campaign
	$(BUILD)/tests/sound_campaign $(TWIN)

# Long too: expected times of random procedures against a million cases of each.
twin-time: $(BUILD)/tests/time_campaign
	$(BUILD)/tests/time_campaign $(TWIN)

# And a million deeds in stores, beside twins of all their cases in memory.
twin-store: $(BUILD)/tests/store_campaign
	$(BUILD)/tests/store_campaign $(TWIN)

$(BUILD)/tests/%_campaign: tests/twin/%_campaign.c $(COMPILER_OBJECTS) $(RUNTIME_OBJECTS)
	@mkdir -p $(@D)
	$(call Q,link) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) -Itests/unit $(HARDLINK) -o $@ $^ $(COMPILER_LIBS) -lsqlite3 -lcmocka

# Long: the store is killed, its disk fails and loses power (docs/reliability.md).
# CRASH="power 17 1" runs one seed of one kind again.
.PHONY: crash crash-sees
crash: $(BUILD)/tests/crash
	$(BUILD)/tests/crash $(CRASH)

# --wrap: the store's own allocations can fail.
CRASH_OBJECTS = $(call objects,$(wildcard tests/crash/*.c)) $(RUNTIME_OBJECTS)
CRASH_LINK    = $(CC) $(HARDLINK) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

$(BUILD)/tests/crash: $(CRASH_OBJECTS)
	@mkdir -p $(@D)
	$(call Q,link) $(CRASH_LINK) -o $@ $^ $(RUNTIME_LIBS)

# Does it see what is wrong? Faults are planted in the store, one after the other.
crash-sees: $(CRASH_OBJECTS)
	@BUILD=$(BUILD) COMPILE='$(CC) $(CFLAGS) -Wno-error -w $(DEFINES)' LINK='$(CRASH_LINK)' \
	  OBJECTS='$(CRASH_OBJECTS)' LIBS='$(RUNTIME_LIBS)' tests/crash/sees

# Long: the random tests of which `make test` runs a sample.
fuzz: $(BUILD)/tests/test_format_random $(BUILD)/tests/test_mutations
	$(BUILD)/tests/test_format_random 10000
	$(BUILD)/tests/test_mutations all

# What sopc takes, against other ways to read the same file (docs/performance.md).
bench: all $(BUILD)/tests/floors $(BUILD)/tests/measure
	BUILD=$(BUILD) tests/bench/run

$(BUILD)/tests/floors: tests/bench/floors.c $(COMPILER_OBJECTS) $(SHARED_OBJECTS)
	@mkdir -p $(@D)
	$(call Q,link) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) $(HARDLINK) -o $@ $^ $(COMPILER_LIBS)

$(BUILD)/tests/measure: tests/bench/measure.c
	@mkdir -p $(@D)
	$(call Q,link) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) $(HARDLINK) -o $@ $<

# The HTML documents in a real browser; not part of `test`: it needs Chromium and npm.
test-web: all
	BUILD=$(BUILD) tests/web/run
# Long too: the page's checker over 5,000 random procedures; DRAW="100 7" draws
# 100 from number 7 on; then over flows that need not be sound, in both styles;
# then how long drawing takes.
bench-draw: $(BUILD)/tests/draw_campaign $(BUILD)/tests/draw_speed $(BUILD)/tests/test_draw $(BUILD)/sopc
	$(BUILD)/tests/draw_campaign $(DRAW)
	SOP_DRAW_FLOWS=1000 $(BUILD)/tests/test_draw
	$(BUILD)/tests/draw_speed $(BUILD)/sopc examples/sulteng/pengumpulan-data-kinerja.sop

$(BUILD)/tests/draw_%: tests/bench/draw_%.c $(COMPILER_OBJECTS) $(RUNTIME_OBJECTS)
	@mkdir -p $(@D)
	$(call Q,link) $(CC) $(CFLAGS) $(DRAW_CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -MF $@.d $(HARDLINK) -o $@ $< \
	  $(COMPILER_OBJECTS) $(RUNTIME_OBJECTS) $(COMPILER_LIBS) -lsqlite3 -lcmocka

# What `sopc time` takes on large procedures (docs/performance.md); half a minute.
bench-time: $(BUILD)/tests/time_speed $(BUILD)/tests/lattice_speed
	BUILD=$(BUILD) tests/bench/run-time
	$(BUILD)/tests/lattice_speed

$(BUILD)/tests/time_speed $(BUILD)/tests/lattice_speed: $(BUILD)/tests/%: tests/bench/%.c $(COMPILER_OBJECTS) $(RUNTIME_OBJECTS)
	@mkdir -p $(@D)
	$(call Q,link) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) $(HARDLINK) -o $@ $^ $(COMPILER_LIBS) -lsqlite3 -lcmocka

# What a store takes, against bare SQLite on the same disk (BENCH_FOLDER).
BENCH_FOLDER = $(BUILD)
bench-store: $(BUILD)/tests/store_speed $(BUILD)/tests/vm_speed
	$(BUILD)/tests/store_speed $(BENCH_FOLDER)
	$(BUILD)/tests/vm_speed

$(BUILD)/tests/store_speed $(BUILD)/tests/vm_speed: $(BUILD)/tests/%: tests/bench/%.c $(COMPILER_OBJECTS) $(RUNTIME_OBJECTS)
	@mkdir -p $(@D)
	$(call Q,link) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -MF $@.d $(HARDLINK) -o $@ $< \
	  $(COMPILER_OBJECTS) $(RUNTIME_OBJECTS) $(COMPILER_LIBS) -lsqlite3 -lcmocka

asan:
	ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0 LSAN_OPTIONS=suppressions=$(CURDIR)/tests/leaks.supp:print_suppressions=0 \
	UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) BUILD=$(BUILD)/asan SANITIZE=1 check

floors:
	@awk -f tests/floors.awk docs/floors.txt $$(find grammar compiler runtime -name '*.[chly]' -o -name '*.def' | sort)

bless: all
	BUILD=$(BUILD) BLESS=1 tests/golden/run
	BUILD=$(BUILD) BLESS=1 sh tests/run/tutorial.sh
	BUILD=$(BUILD) BLESS=1 sh tests/run/time-docs.sh

# The runtime builds with the compiler's house away: nothing in it looks up.
runtime-alone:
	rm -rf $(BUILD)/alone && mkdir -p $(BUILD)/alone
	cp -R Makefile runtime $(BUILD)/alone/
	$(MAKE) -C $(BUILD)/alone BUILD=build CC=$(CC)
	! ldd $(BUILD)/alone/build/soprun | grep -E 'gvc|cgraph|pango|cairo|libfl'

# ---- documents made from tables --------------------------------------------
$(BUILD)/bytecode_doc: runtime/image/bytecode_doc.c $(SHARED_OBJECTS)
	$(call Q,link) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) $(HARDLINK) -o $@ $^ -ljansson -lcrypto -lunistring -lm

$(BUILD)/errors_doc: compiler/diag/errors_doc.c $(call objects,$(filter-out %_doc.c,$(wildcard compiler/diag/*.c runtime/base/*.c)))
	$(call Q,link) $(CC) $(CFLAGS) $(DEFINES) $(INCLUDES) $(HARDLINK) -o $@ $^ -ljansson -lunistring -lm

docs: $(BUILD)/bytecode_doc $(BUILD)/errors_doc
	$(BUILD)/bytecode_doc > docs/bytecode.md
	$(BUILD)/errors_doc > docs/errors.md
	awk -f grammar/words_doc.awk grammar/words.def docs/language.md > $(BUILD)/language.md
	cp $(BUILD)/language.md docs/language.md

# Apart from the tests: the other tools are large, and their figures differ by machine.
gallery: all
	@tests/install-packages plantuml chromium nodejs npm
	BUILD=$(BUILD) tests/bench/gallery.sh

# ---- the rest --------------------------------------------------------------
deps:
	@tests/install-packages $(PACKAGES)

demo: deps
	$(MAKE) all
	tests/demo $(BUILD)

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
