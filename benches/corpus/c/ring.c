/*
 * A log of events in a ring of fixed size, safe for one writer and many readers, and a store of
 * key and value pairs that is rebuilt from it.
 */

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ring.h"

#define RING_MAGIC 0x52494e47u
#define MAX_KEY 48
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define CHECK(condition, code)          \
    do {                                \
        if (!(condition)) return (code); \
    } while (0)

#ifdef RING_TRACE
#define trace(...) fprintf(stderr, __VA_ARGS__)
#else
#define trace(...) ((void)0)
#endif

/* What happened to a key. */
enum event_kind {
    EVENT_NONE = 0,
    EVENT_PUT,
    EVENT_DELETE,
    EVENT_CHECKPOINT = 0x10,
};

/* An event as it lies in the ring. */
struct event {
    uint64_t sequence;
    uint32_t checksum;
    uint16_t kind;
    uint16_t length;
    char key[MAX_KEY];
    unsigned char value[];
};

typedef struct event event_t;
typedef int (*event_visitor)(const event_t *event, void *context);

struct ring {
    uint32_t magic;
    size_t capacity;
    _Atomic uint64_t head;
    _Atomic uint64_t tail;
    unsigned char *bytes;
    struct {
        uint64_t written;
        uint64_t dropped;
    } counters;
};

typedef union {
    uint64_t number;
    double real;
    unsigned char bytes[8];
} cell_t;

static const char *const kind_names[] = {"none", "put", "delete"};
static unsigned long open_rings;
extern int ring_verbose;

static uint32_t checksum(const unsigned char *bytes, size_t length);

/* The name of a kind, for messages. */
const char *event_kind_name(enum event_kind kind)
{
    switch (kind) {
    case EVENT_NONE:
    case EVENT_PUT:
    case EVENT_DELETE:
        return kind_names[kind];
    case EVENT_CHECKPOINT:
        return "checkpoint";
    default:
        return "unknown";
    }
}

/* FNV-1a over a stretch of bytes. */
static uint32_t checksum(const unsigned char *bytes, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash ^= bytes[i];
        hash *= 16777619u;
    }
    return hash;
}

/* Makes a ring; NULL with errno set where there is no memory or the size is no power of two. */
struct ring *ring_create(size_t capacity)
{
    if (capacity == 0 || (capacity & (capacity - 1)) != 0) {
        errno = EINVAL;
        return NULL;
    }
    struct ring *ring = calloc(1, sizeof *ring);
    if (ring == NULL)
        return NULL;
    ring->bytes = malloc(capacity);
    if (ring->bytes == NULL) {
        free(ring);
        return NULL;
    }
    ring->magic = RING_MAGIC;
    ring->capacity = capacity;
    atomic_init(&ring->head, 0);
    atomic_init(&ring->tail, 0);
    open_rings++;
    trace("ring of %zu bytes\n", capacity);
    return ring;
}

void ring_destroy(struct ring *ring)
{
    if (!ring)
        return;
    assert(ring->magic == RING_MAGIC);
    ring->magic = 0;
    free(ring->bytes);
    free(ring);
    open_rings--;
}

static inline size_t offset_of(const struct ring *ring, uint64_t position)
{
    return (size_t)(position & (ring->capacity - 1));
}

static void copy_in(struct ring *ring, uint64_t position, const void *from, size_t length)
{
    size_t start = offset_of(ring, position);
    size_t first = MIN(length, ring->capacity - start);
    memcpy(ring->bytes + start, from, first);
    memcpy(ring->bytes, (const unsigned char *)from + first, length - first);
}

static void copy_out(const struct ring *ring, uint64_t position, void *to, size_t length)
{
    size_t start = offset_of(ring, position);
    size_t first = MIN(length, ring->capacity - start);
    memcpy(to, ring->bytes + start, first);
    memcpy((unsigned char *)to + first, ring->bytes, length - first);
}

/* Appends an event; old ones make room. Returns 0 or a negative error number. */
int ring_append(struct ring *ring, enum event_kind kind, const char *key, const void *value,
                uint16_t length)
{
    CHECK(ring && ring->magic == RING_MAGIC, -EINVAL);
    CHECK(strlen(key) < MAX_KEY, -ENAMETOOLONG);

    size_t size = sizeof(event_t) + length;
    CHECK(size <= ring->capacity / 2, -E2BIG);

    uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
    while (head + size - tail > ring->capacity) {
        event_t oldest;
        copy_out(ring, tail, &oldest, sizeof oldest);
        tail += sizeof oldest + oldest.length;
        ring->counters.dropped++;
    }
    atomic_store_explicit(&ring->tail, tail, memory_order_release);

    event_t event = {
        .sequence = ring->counters.written,
        .checksum = checksum(value, length),
        .kind = (uint16_t)kind,
        .length = length,
    };
    strncpy(event.key, key, MAX_KEY - 1);
    copy_in(ring, head, &event, sizeof event);
    copy_in(ring, head + sizeof event, value, length);
    atomic_store_explicit(&ring->head, head + size, memory_order_release);
    ring->counters.written++;
    return 0;
}

/* Shows every event to a visitor, the oldest first, until it returns something else than 0. */
int ring_visit(const struct ring *ring, event_visitor visit, void *context)
{
    uint64_t head = atomic_load(&ring->head);
    uint64_t at = atomic_load(&ring->tail);
    int answer = 0;

    while (at < head && answer == 0) {
        event_t front;
        copy_out(ring, at, &front, sizeof front);
        event_t *event = malloc(sizeof *event + front.length);
        if (event == NULL)
            return -ENOMEM;
        copy_out(ring, at, event, sizeof *event + front.length);
        if (checksum(event->value, event->length) != event->checksum) {
            fprintf(stderr, "event %" PRIu64 " (%s) is damaged\n", event->sequence,
                    event_kind_name(event->kind));
            answer = -EBADMSG;
            goto release;
        }
        answer = visit(event, context);
        at += sizeof *event + event->length;
    release:
        free(event);
    }
    return answer;
}
