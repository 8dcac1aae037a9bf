// Ships, and who looks after them.
#import <Foundation/Foundation.h>
#import "HRBShip.h"
#include <stdio.h>
@import UIKit.UIView;

#define HRB_LIMIT 12

@class HRBPilot, HRBQuay;
@protocol HRBLater;

typedef NS_ENUM(NSInteger, HRBCargo) {
    HRBCargoGrain,
    HRBCargoWool = 4,
};
typedef void (^HRBHandler)(NSString *name, NSError *error);
typedef struct { double x, y; } HRBPoint;
extern NSString *const HRBShipDidArrive;
static NSInteger counter = 0;

/// What can lie at a quay.
@protocol HRBMooring <NSObject, NSCopying>
@required
/// Lies there.
- (void)moorAt:(HRBQuay *)quay;
@optional
@property (nonatomic, readonly) NSString *flag;
+ (instancetype)defaultMooring;
@end

/**
 * A ship.
 */
@interface HRBShip<CargoType> : NSObject <HRBMooring, NSSecureCoding> {
    NSString *_hidden;
    @public
    int _count;
}

/// How it is called.
@property (nonatomic, copy) NSString *name;
@property (nonatomic, weak, getter=isLost) id<HRBMooring> master;
@property (class, readonly) NSUInteger total;
@property (nonatomic, copy) void (^handler)(int code);

/// Makes a ship.
- (instancetype)initWithName:(NSString *)name cargo:(HRBCargo)cargo NS_DESIGNATED_INITIALIZER;
+ (HRBShip *)shipNamed:(NSString *)name;
- (void)sail;
- (BOOL)loadCargo:(NSArray<NSString *> *)cargo
             from:(HRBQuay *)quay
            error:(NSError **)error;
- (void)logFormat:(NSString *)format, ... NS_FORMAT_FUNCTION(1, 2);
@end

@interface HRBShip () <NSCoding>
@property (nonatomic, strong) HRBPilot *pilot;
- (void)privately;
@end

@interface NSString (HRBNames)
- (NSString *)hrb_name;
@end

NSString *const HRBShipDidArrive = @"HRBShipDidArrive";

static double distance(HRBPoint a, HRBPoint b) {
    return hypot(a.x - b.x, a.y - b.y);
}

@implementation HRBShip {
    NSMutableArray *_log;
}

@synthesize name = _name, master;
@dynamic pilot;

+ (HRBShip *)shipNamed:(NSString *)name {
    return [[self alloc] initWithName:name cargo:HRBCargoGrain];
}

- (instancetype)initWithName:(NSString *)name cargo:(HRBCargo)cargo {
    self = [super init];
    if (self) {
        _name = [name copy];
        _log = [NSMutableArray array];
        self.pilot = nil;
        counter++;
    }
    return self;
}

- (void)sail {
    HRBShip *other = [HRBShip shipNamed:@"Albatross"];
    HRBHandler handler = ^(NSString *name, NSError *error) {
        NSLog(@"%@ %@", name, error);
        [self privately];
    };
    handler(@"x", nil);
    for (NSString *line in _log) {
        [other logFormat:@"%@ %d", line, HRB_LIMIT];
    }
    @try {
        [self loadCargo:@[ @"a" ] from:nil error:NULL];
    } @catch (NSException *exception) {
        @throw;
    } @finally {
        [super sail];
    }
    @synchronized (self) { _count += 1; }
    @autoreleasepool {
        SEL selector = @selector(loadCargo:from:error:);
        [self performSelector:selector withObject:@{ @"key": @(1) }];
    }
    [other.name.uppercaseString length];
    other->_count = (int)distance((HRBPoint){0, 0}, (HRBPoint){1, 1});
    if ([other conformsToProtocol:@protocol(HRBMooring)]) { return; }
}

- (void)privately {}
- (void)moorAt:(HRBQuay *)quay { [quay.ships addObject:self]; }

#pragma mark - Ends

static void between(HRBShip *ship) {
    [ship sail];
}

- (void)dealloc {
    [[NSNotificationCenter defaultCenter] removeObserver:self];
}

@end

@implementation NSString (HRBNames)
- (NSString *)hrb_name { return [self lowercaseString]; }
@end

int main(int argc, char *argv[]) {
    @autoreleasepool {
        [[HRBShip new] sail];
    }
    return 0;
}
