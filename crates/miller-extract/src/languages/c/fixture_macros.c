/* Macros around declarations, attributes and assembler. */
#include <stddef.h>
#pragma once
#define LIB_API __attribute__((visibility("default")))
#define WINAPI
#define OF(arguments) arguments	/* an old habit */
#undef LEGACY

typedef unsigned long Code;

/* Starts the machine. */
LIB_API Code machine_start(const char *name);
LIB_API void machine_stop OF((int code));
static Code WINAPI wait_for(int seconds);
EXTERN const struct device *find_device(int number);

struct device {
	int number;	/**< Counted from zero. */
	char name[32];	///< As the user wrote it,
			///< cut after 31 bytes.
	UNALIGNED Code code;
	enum { IDLE, /*!< Nothing to do. */ BUSY } state;
};

extern "C" int shared_counter;

/*
** The offset of the code.
*/
static lowercase_macro Code offsets[2] = { offsetof(struct device, code), sizeof(struct device) };

[[deprecated]] __declspec(dllexport) int total [[maybe_unused]] = 0;

LIB_API Code machine_start(const char *name)
{
	Code code = wait_for(1);
	__asm__ goto ("call %l[failed]\n" : [result] "=r" (code) : [input] "r" (name) : "memory" : failed);
	for (int i = 0; i < 2; i++)
		total += (int)offsets[i];
	return code;
failed:
	machine_stop(1);
	return 0;
}

static WEAK(1) void registered(struct device *device, int count) { device->number = count; }

LIST_OF(struct device) devices;

#define VERSION "1//0" // of the protocol
#define RETRIES 3 /**< Before it gives up. */
static_assert(RETRIES == 3);
_Atomic int pending;
typedef struct { int size; } frame_t;
struct __attribute__((packed)) wire { unsigned char kind; } __attribute__((aligned(4)));
enum small : unsigned char { SMALL_ONE = VERSION[0] };
static const struct { const char *name; int (*run)(void); } commands[] = { { "wait", wait_all }, { .name = "run" } };
static const char *const labels[] = { [IDLE] = "idle", [BUSY] = "busy" };

/// Counts.
LIB_API
int count_all(int count, ...)
{
	struct local { int size; } it = { .size = sizeof(frame_t) };
	typedef int number;
	enum { FIRST_LOCAL };
	#define INSIDE 1
	number total = va_arg(arguments, int) + sizeof(it) + sizeof(later_t) + sizeof(RETRIES);
	return _Generic(count, int: add_int, default: add_any)(count) + ({ int inner = it.size; inner + FIRST_LOCAL; });
}
