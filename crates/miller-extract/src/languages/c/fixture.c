/*
 * Ring buffers for a serial line.
 * Licence: MIT
 */

#include <stdint.h>
#include "ring.h"
#include CONFIG_HEADER

#ifndef RING_SIZE
/* Slots of a ring. */
#define RING_SIZE 64
#endif
#define RING_LAST (RING_SIZE - 1)
#define API_EXPORT
// The smaller of two.
#define MIN(a, b) \
	((a) < (b) ? (a) : (b))

typedef unsigned int word_t;
typedef int (*callback_t)(void *context, int code);
typedef struct { int x, y; } point, *point_ptr;
typedef struct node node;
typedef enum { LEVEL_LOW, LEVEL_HIGH = 7 } level;
typedef int matrix[4][4];

/// A node of a list.
struct node {
	struct node *next;	/**< the next one */
	union {
		int number;
		struct { float real, imaginary; } complex;
	};
	struct options { int verbose; } options;
	unsigned ready : 1, : 2, state : 3;
	int (*compare)(const struct node *left, const struct node *right);
	char name[RING_SIZE];
#ifdef WITH_LOCKS
	int lock;
#else
	char no_lock;
#endif
};

union value { long integer; double real; };
enum state { STATE_IDLE, STATE_BUSY = STATE_IDLE + 4, };
enum { ANONYMOUS_LIMIT = 3 };

extern int errors_seen;
int errors_seen = 0;
static const char *const names[] = { "idle", "busy" };
const int limit = RING_LAST, *pointer_to_limit = &limit;
static int counter, table[3] = { 1, 2, STATE_BUSY };
static volatile struct node *head;
struct { int width; } screen;
static struct pair { int a, b; } first_pair, second_pair = { .a = 1 };
int (*handler)(int), plain(int code), *many(void);

static int push(struct node *node, int value);
int API_EXPORT ring_open(const char *path, ...);
extern void stop(void) __attribute__((noreturn));

struct operations {
	int (*push)(struct node *node, int value);
	void (*stop)(void);
};

/* The table of operations. */
static const struct operations ring_operations = {
	.push = push,
	.stop = stop,
};

static int compare_nodes(const struct node *left, const struct node *right)
{
	return left->number - right->number;
}

/**
 * Pushes a value.
 *
 * @param node where
 */
static int push(struct node *node, int value)
{
	struct node fresh = { .number = value, .compare = compare_nodes };
	int head = MIN(value, RING_SIZE);
	int (*step)(int value) = handler;
	extern int errors_seen;
	int local_prototype(int);

	if (head > limit) {
		point origin = (point){ .x = 1, .y = 2 };
		errors_seen++;
		return origin.x + step(head) + (*step)(3) + local_prototype(4);
	}
	for (int index = 0; index < (int)sizeof(struct node); index++)
		fresh.name[index] = names[0][index];
	switch (node->state) {
	case STATE_IDLE:
		goto done;
	default:
		break;
	}
done:
	node->compare(node, &fresh);
	return ring_operations.push(node, LEVEL_HIGH);
}

int old_style(a, b)
	int a;
	char *b;
{
	return a + *b;
}

static inline int __init start_ring(void)
{
	push(0, ANONYMOUS_LIMIT);
	return plain(counter);
}
module_init(start_ring);

int (*choose(int which))(int) { return which ? handler : plain; }
point *make_point(int x, int y) { point_ptr made = allocate(sizeof *made); made->x = x; return made; }

#if defined(WITH_LOCKS) && RING_SIZE > 2
static void lock_ring(void) { stop(); }
#elif OTHER
static void lock_ring(int kind) { stop(); }
#endif

void unfinished(int number) {
	if (number > {
		push(0, 1);
}

int after_the_error(level wanted)
{
	return wanted == LEVEL_LOW;
}
