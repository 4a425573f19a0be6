/* What the files of args share. */
#ifndef SOP_ARGS_INT_H
#define SOP_ARGS_INT_H

#include "runtime/args/args.h"

enum args_text {
#define TEXT(symbol, en, id) ARGS_##symbol,
#include "runtime/args/texts.def"
#undef TEXT
    N_ARGS_TEXTS
};

const char *args_text(const struct args *a, enum args_text text);
/* Is the command one of the group? NULL: of all. */
bool args_is_of_group(const struct args_command *c, const char *group);
/* Does the command take the option (by its index)? */
bool args_takes(const struct args *a, uint32_t command, uint32_t option);

/* An option as a command has it. */
struct args_option args_option_of(const struct args *a, uint32_t command, uint32_t option);

#endif
