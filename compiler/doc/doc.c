/* Choosing the face of the document: see doc.h. */
#include "compiler/doc/doc.h"

typedef enum err face(const struct doc_content *content, const struct doc_pages *pages,
                      struct arena *arena, struct bytes *out);

static const struct {
    const char *name;
    face *write;
} formats[N_DOC_FORMATS] = {
#define FORMAT(symbol, name) [DOC_##symbol] = {#name, doc_##name},
    DOC_FORMATS(FORMAT)
#undef FORMAT
};

const char *doc_format_name(enum doc_format format)
{
    return format < N_DOC_FORMATS ? formats[format].name : NULL;
}

enum err doc_write(const struct doc_content *content, const struct doc_pages *pages,
                   enum doc_format format, struct arena *arena, struct bytes *out)
{
    return formats[format].write(content, pages, arena, out);
}
