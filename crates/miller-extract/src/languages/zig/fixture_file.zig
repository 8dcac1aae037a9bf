//! A file that is a structure.

const File = @This();

size: u8 = 0,
/// How it is called.
name: []const u8,

pub fn init(name: []const u8) File {
    return .{ .name = name };
}

pub fn deinit(self: *File) void {
    self.size = 0;
    self.helper();
}

fn helper(self: File) void {
    _ = self.name;
}

pub const Inner = struct {
    const Here = @This();

    pub const Deep = enum {
        low,
        high,

        pub fn is_low(deep: Deep) bool {
            return deep == .low;
        }
    };

    deep: Deep = .low,

    pub fn go(inner: *Here) !void {
        if (inner.deep.is_low()) return error.Low;
        var file = File.init("x");
        defer file.deinit();
        try inner.again();
    }

    fn again(inner: *Here) !void {
        try Here.go(inner);
    }
};
