#import <UIKit/UIKit.h>

NS_ASSUME_NONNULL_BEGIN

typedef NS_OPTIONS(NSUInteger, HRBFlags) {
    HRBFlagsNone = 0,
    HRBFlagsLost = 1 << 0
};

@interface HRBBuoy : UIView
@property (nonatomic) HRBFlags flags;
- (void)ring;
@end

NS_ASSUME_NONNULL_END
