/* A ring of events; see ring.c. */
#ifndef RING_H
#define RING_H

#include <stddef.h>
#include <stdint.h>

#define RING_VERSION "2.1"

struct ring;
enum event_kind;

/** How a store is set up. */
typedef struct store_options {
    size_t capacity;     /**< bytes of the ring */
    unsigned buckets;    /**< of the hash table */
    void (*on_error)(int code, const char *message);
} store_options;

const char *event_kind_name(enum event_kind kind);
struct ring *ring_create(size_t capacity);
void ring_destroy(struct ring *ring);
int ring_append(struct ring *ring, enum event_kind kind, const char *key, const void *value,
                uint16_t length);

#endif /* RING_H */
