#include <stdlib.h>
#include <string.h>
#include "ring.h"

/* A pair in a chain of the hash table. */
typedef struct pair {
    char *key;
    void *value;
    size_t length;
    struct pair *next;
} pair;

typedef struct store {
    store_options options;
    struct ring *ring;
    pair **buckets;
    size_t count;
} store;

static unsigned long hash_key(const char *key)
{
    unsigned long hash = 5381;
    for (int character; (character = *key++) != '\0';)
        hash = ((hash << 5) + hash) + (unsigned long)character;
    return hash;
}

static pair **find(const store *s, const char *key)
{
    pair **slot = &s->buckets[hash_key(key) % s->options.buckets];
    while (*slot && strcmp((*slot)->key, key) != 0)
        slot = &(*slot)->next;
    return slot;
}

/* Opens a store; options of NULL mean a ring of 64 KiB and 256 buckets. */
store *store_open(const store_options *options)
{
    static const store_options defaults = {.capacity = 1 << 16, .buckets = 256};
    store *s = malloc(sizeof(store));
    if (!s)
        return NULL;
    s->options = options ? *options : defaults;
    s->count = 0;
    s->ring = ring_create(s->options.capacity);
    s->buckets = calloc(s->options.buckets, sizeof(pair *));
    if (!s->ring || !s->buckets) {
        ring_destroy(s->ring);
        free(s->buckets);
        free(s);
        return NULL;
    }
    return s;
}

int store_put(store *s, const char *key, const void *value, size_t length)
{
    int code = ring_append(s->ring, 1, key, value, (uint16_t)length);
    if (code < 0) {
        if (s->options.on_error)
            s->options.on_error(code, "the ring refused the pair");
        return code;
    }
    pair **slot = find(s, key);
    if (*slot == NULL) {
        *slot = calloc(1, sizeof(pair));
        (*slot)->key = strdup(key);
        s->count++;
    }
    free((*slot)->value);
    (*slot)->value = memcpy(malloc(length), value, length);
    (*slot)->length = length;
    return 0;
}

const void *store_get(const store *s, const char *key, size_t *length)
{
    const pair *found = *find(s, key);
    if (found && length)
        *length = found->length;
    return found ? found->value : NULL;
}
