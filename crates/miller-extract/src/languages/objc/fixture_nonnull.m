#import <UIKit/UIKit.h>

NS_ASSUME_NONNULL_BEGIN

/// What is known of a flag.
typedef NS_OPTIONS(NSUInteger, HRBFlags) {
    HRBFlagsNone = 0,
    HRBFlagsLost = 1 << 0
};

typedef NSString *HRBName NS_TYPED_ENUM;

/// What floats.
API_AVAILABLE(ios(13.0))
@interface HRBBuoy : UIView
@property (nonatomic) HRBFlags flags;
@property (strong) UIView *left, *right;
- (void)ring;
- (nullable instancetype)initWithCoder:(nonnull NSCoder *)coder;
@end

@implementation HRBBuoy
- (void)ring {
    if (@available(iOS 13.0, *)) { counted += sizeof(HRBFlags); }
    [self add:self action:@selector(ring) other:@selector(ring:at:)];
    HRBSum sum = ^int(int left) { return left; };
}
@end

NS_ASSUME_NONNULL_END
