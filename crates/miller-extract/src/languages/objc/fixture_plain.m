// What Objective-C takes over from C.
#include <stddef.h>

#define LARGER(a, b) ((a) > (b) ? (a) : (b))

struct ship {
    int length;
    struct ship *next;
};

union cargo {
    int count;
    double weight;
};

enum quay { QUAY_NORTH, QUAY_SOUTH = 2 };
typedef enum : NSUInteger { BerthOne, BerthTwo, } Berth;

struct marked {
    int old [[deprecated]];
};

extern "C" {
int outside(int value);
}

static int shared __attribute__((unused));

/// Looks at a ship.
static int inspect(struct ship *one, union cargo *load, enum quay where) {
    int *length = &one->length;
    size_t offset = offsetof(struct ship, next);
    __asm__ goto ("cmp %[left], %[right]" : [out] "=r" (shared) : [left] "r" (length) : "cc" : done);
    return LARGER(*length, (int)offset) + load->count + (where == QUAY_SOUTH);
done:
    return 0;
}

@implementation Pilot : NSObject
- (int)inspect:(struct ship *)one :(int)twice {
    Pilot *other = [[Pilot alloc] init];
    return [other inspect:one :twice] + inspect(one, NULL, QUAY_NORTH);
}
@end

HRB_ATOMIC(HRBCount) counted;
