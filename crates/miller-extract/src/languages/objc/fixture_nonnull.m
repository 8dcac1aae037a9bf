#import <UIKit/UIKit.h>

NS_ASSUME_NONNULL_BEGIN

/// What is known of a flag.
typedef NS_OPTIONS(NSUInteger, HRBFlags) {
    HRBFlagsNone = 0,
    HRBFlagsLost = 1 << 0
};

@interface HRBBuoy : UIView
@property (nonatomic) HRBFlags flags;
- (void)ring;
@end

NS_ASSUME_NONNULL_END
