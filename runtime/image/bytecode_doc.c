/*
 * Prints docs/bytecode.md: the reference page of the image, from the same
 * tables that writer, loader and verifier are made of. A program of its own,
 * run when the page is made; no part of the library.
 */
#include <stdio.h>

#include "runtime/image/image_int.h"

static void print_layout(void)
{
    printf("# The image\n\n"
           "A compiled SOP is one file, `.sopb`: all tables of a procedure and of those that it\n"
           "calls, and the code that says how a case moves through its rows. This page is\n"
           "printed by `runtime/image/bytecode_doc.c` from `sections.def`, `opcodes.def` and\n"
           "`rules.def`, the tables that writer, loader and verifier are made of.\n\n"
           "## Layout\n\n"
           "All numbers are little-endian.\n\n"
           "| byte | bytes | what |\n|---:|---:|---|\n"
           "| 0 | %d | magic: `89 53 4f 50 42 0d 0a 1a` (`\\x89SOPB\\r\\n\\x1a`) |\n"
           "| %d | 4 | version: %d |\n"
           "| %d | 4 | number of sections: %d |\n"
           "| %d | %d | image id |\n"
           "| %d | %d each | the section table: a line for each section, in the order below |\n"
           "| %d | | the sections, each followed by zeros up to a multiple of %d |\n"
           "| at the end | %d | SHA-256 of all bytes before |\n\n",
           FRAME_MAGIC, FRAME_VERSION, IMAGE_VERSION, FRAME_N_SECTIONS, N_SECTIONS, FRAME_ID,
           IMAGE_ID_LEN, FRAME_TABLE, FRAME_ENTRY, (int)frame_sections(N_SECTIONS), FRAME_ALIGN, FRAME_SUM);
    printf("A line of the section table:\n\n"
           "| byte | bytes | what |\n|---:|---:|---|\n"
           "| 0 | 4 | kind: which section, from 0 |\n"
           "| 4 | 4 | bytes of one element |\n"
           "| 8 | 8 | offset of the section in the file |\n"
           "| 16 | 8 | bytes of the section |\n"
           "| 24 | 8 | bytes of it that belong to the identity, from its beginning |\n\n");
    printf("Images of older versions are read too. Those of version 1 have the first %u sections,\n"
           "those of version 2 the first %u, those of version 3 the first %u; what the tables\n"
           "below mark with a later version is not in them: it is 0, or none.\n\n",
           image_n_sections(1), image_n_sections(2), image_n_sections(3));
}

static void print_identity(void)
{
    printf("## Identity\n\n"
           "The **image id** is the SHA-256 of the identity: for each section with bytes in it,\n"
           "in order, its kind (4 bytes), how many bytes belong to the identity (8), and these\n"
           "bytes. It is printed on paper and kept with every running case. Sources, charts and\n"
           "lone rows are outside of it, so the same procedure written in another language, read\n"
           "from another file, or laid out with other fonts has the same id. Strings and lists\n"
           "are numbered by their first use, walking the records of the identity first: what only the\n"
           "others use stands behind the rest. The same procedure always gives the same bytes;\n"
           "its chart too, on machines with the same fonts.\n\n");
}

static const char *identity_word(enum image_identity identity)
{
    switch (identity) {
    case IDENTITY_ALL: return "all";
    case IDENTITY_FIRST: return "its first part";
    case IDENTITY_NO: break;
    }
    return "no";
}

static uint32_t since_of(enum image_section s, const struct image_field_info *f)
{
    uint32_t since = image_section_since(s);
    return f->since > since ? f->since : since;
}

static void print_sections(void)
{
    printf("## Sections\n\n"
           "| kind | section | bytes of an element | in the identity | what it holds |\n"
           "|---:|---|---:|---|---|\n");
    for (enum image_section s = 0; s < N_SECTIONS; s++) {
        const struct image_section_info *info = image_section_info(s);
        printf("| %d | `%s` | %u | %s | %s |\n", s, info->name, info->file_size[IMAGE_VERSION],
               identity_word(info->identity), info->sentence);
    }
    printf("\nAn index counts elements of a section from 0. The fields of a record follow one\n"
           "another without gaps, in this order:\n");
    for (enum image_section s = 0; s < N_SECTIONS; s++) {
        const struct image_section_info *info = image_section_info(s);
        uint32_t at = 0;
        if (info->n_fields == 1)
            continue;
        printf("\n### `%s`\n\n| byte | field | kind | since |\n|---:|---|---|---:|\n", info->name);
        for (uint32_t k = 0; k < info->n_fields; k++) {
            const struct image_kind_info *kind = &image_kind_info[info->fields[k].kind];
            printf("| %u | `%s` | %s | %u |\n", at, info->fields[k].name, kind->name,
                   since_of(s, &info->fields[k]));
            at += kind->width;
        }
    }
}

static void print_kinds(void)
{
    printf("\n## Kinds of fields\n\n| kind | bytes | what it is |\n|---|---:|---|\n");
    for (int k = 0; k < N_IMAGE_KINDS; k++) {
        const struct image_kind_info *kind = &image_kind_info[k];
        printf("| %s | %u | %s", kind->name, kind->width, kind->sentence);
        for (uint32_t i = 0; kind->shape == SHAPE_BELOW && i < kind->of; i++) {
            const char *word = image_kind_word((enum image_kind)k, i);
            if (word)
                printf("%s%u `%s`", i ? ", " : ": ", i, word);
        }
        printf(" |\n");
    }
}

static const char *flow_sentence(enum opcode_flow flow)
{
    switch (flow) {
    case FLOW_NEXT: return "goes on";
    case FLOW_WORK: return "waits, then goes on";
    case FLOW_CHOICE: return "waits, then goes on at one of its jumps";
    case FLOW_JUMP: return "goes on elsewhere";
    case FLOW_STOP: return "ends the way";
    case FLOW_DUE: return "goes on; too late, at j";
    case FLOW_BRANCH: return "goes on, or at j";
    case FLOW_VALUE: return "goes on";
    case FLOW_SKIP: return "drops the top and goes on, or keeps it and goes on at j";
    case FLOW_GIVE: return "ends the expression";
    }
    return "";
}

/* "oo-b": "o o → b". */
static void print_stack(const char *stack)
{
    for (; *stack; stack++)
        printf(*stack == '-' ? " → " : "%c", *stack);
}

static void print_opcodes(bool is_expression)
{
    printf("| number | instruction | %sflow | meaning |\n|---:|---|%s---|---|\n",
           is_expression ? "stack | " : "", is_expression ? "---|" : "");
    for (int op = 0; op < N_OPCODES; op++) {
        const struct opcode_info *info = &opcode_info[op];
        if ((info->flow >= FLOW_VALUE) != is_expression)
            continue;
        printf("| %d | `%s", op, info->name);
        for (uint32_t i = 0; i < info->n_operands; i++)
            printf(" %c", info->operands[i]);
        printf("` | ");
        print_stack(info->stack);
        printf("%s%s | %s |\n", is_expression ? " | " : "", flow_sentence(info->flow),
               info->sentence);
    }
}

static void print_instructions(void)
{
    printf("\n## Instructions\n\n"
           "The code is 32-bit words: the number of the instruction, then a word for each\n"
           "operand. Its letter tells what an operand is: `r` a row, `p` a place, `j` the word\n"
           "where an instruction begins, `n` a number, `d` a duration, `c` a counter of the\n"
           "procedure, `s` a string, `f` a field, `b` 0 or 1. Addresses count words from 0.\n\n"
           "Of the ways that an event runs:\n\n");
    print_opcodes(false);
    printf("\nA row's code is `JOIN` or `SOME` where it has groups, `DUE` where it can be late, then\n"
           "`TASK`, `DECIDE`, `CHOOSE` or `FINISH`. Behind its work, and at each of its jumps, may\n"
           "stand `WAIT`s: the row's own, then the outcome's; behind them `BOUND`, then what the\n"
           "net sets and opens.\n\n"
           "Of expressions (`n` a number, `d` a date, `b` yes or no, `t` a text, `o` a number or a\n"
           "date, `f` the field's type, `x` any; a letter that stands twice is one type):\n\n");
    print_opcodes(true);
    printf("\nAn expression is the condition of an outcome or the value of a fill: a line of these\n"
           "instructions up to its `GIVE`. Numbers count 1/10,000; they are multiplied and divided\n"
           "through 128 bits, and halves are rounded away from zero. What does not fit 64 bits,\n"
           "a division by zero and a field that is not filled are faults: the event is refused.\n");
    printf("\nRows in a line are a `TASK` behind a `TASK`. A check that sends back, and two rows\n"
           "side by side that are joined again, read like this:\n\n"
           "```\n"
           "     0  TASK r0         ; draft\n"
           "     2  DECIDE r1 n2    ; check\n"
           "     5  JUMP j9         yes\n"
           "     7  JUMP j0         no: draft again\n"
           "     9  FORK r3         ; copy opens, and this way goes on:\n"
           "    11  TASK r2         ; sign\n"
           "    13  MARK p5         ; send's first group is done\n"
           "    15  END\n"
           "    16  TASK r3         ; copy\n"
           "    18  MARK p6         ; and its second\n"
           "    20  END\n"
           "    21  JOIN r4 n2      ; send\n"
           "    24  TASK r4         ; send\n"
           "    26  END\n"
           "```\n\n");
}

static void print_case(void)
{
    printf("## A case\n\n"
           "A case is a bit for each place of its procedure, a counter for each outcome with a\n"
           "bound, and for each row how many of its tasks are signed, or the `WAIT` at which it\n"
           "stands. An event signs a task, passes a `WAIT`, or makes a row late. When a row is\n"
           "done its bit is cleared and the code behind its `TASK`, or at the jump of the chosen\n"
           "outcome, or of its `DUE`, runs until it waits or ends: to come to a row's work sets\n"
           "that row's bit, `MARK` and `KEEP` set the bit of a group. Then what became ready\n"
           "fires, lowest row first: a row all of whose groups are set, or as many as its `SOME`\n"
           "asks for (its groups are cleared, and what it withdraws; its bit is set), a named end\n"
           "(all is cleared, the case is over). A case without any bit is over too. To set a bit\n"
           "that is set stops the case: the checker proves that no sound procedure does it.\n\n"
           "At a `WAIT` the row stays open with nothing to sign; it cannot be late there. A\n"
           "`CHOOSE` is decided by who runs the case, from its fields, before anybody acts. The\n"
           "`TASK` of a start row is done by the start of the case itself.\n\n");
}

static void print_charts(void)
{
    printf("## Charts\n\n"
           "A chart is the pages of a procedure as a display list: what stands where, every text\n"
           "broken into lines already, nothing of it markup. It is there so that a page can be\n"
           "shown without fonts or layout, with the rows of a case lit. `sopc build` leaves the\n"
           "charts out where an image has more than %u rows.\n\n"
           "Lengths count from the upper left corner of the page, down and to the right. Lines of\n"
           "a text stand centred in the height of their box; beside it, arrows' and symbols' texts\n"
           "are centred too, a cell's by its `align`. A symbol without letter is one of a row: the\n"
           "symbols of one row stand one behind the other. A pentagon links to where the row\n"
           "stands, on the page with the same letter.\n\n", CHART_MOST_ROWS);
}

static void print_rules(void)
{
    printf("## What the verifier checks\n\n"
           "An image is verified once, when it is opened, before anything else sees it. A file\n"
           "that breaks a rule is refused with the rule's name and the byte where it is broken.\n\n"
           "| rule | what must hold |\n|---|---|\n");
    for (int i = 0; i < N_IMAGE_RULES; i++)
        printf("| %s | %s |\n", image_rule_info[i].name, image_rule_info[i].sentence);
}

int main(void)
{
    print_layout();
    print_identity();
    print_sections();
    print_kinds();
    print_instructions();
    print_case();
    print_charts();
    print_rules();
    return ferror(stdout) || fflush(stdout) != 0;
}
