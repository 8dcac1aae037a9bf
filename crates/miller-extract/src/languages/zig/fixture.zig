//! A queue of jobs, and those who work on them.
//! One thread adds, many take.

const std = @import("std");
const builtin = @import("builtin");
const Clock = @import("clock.zig").Clock;
const Allocator = std.mem.Allocator;
const print = std.debug.print;

// Not a doc comment.
pub const limit: usize = 10;
pub var count: u32 = 0;
threadlocal var last_error: ?Failure = null;
const table = [_]u8{ 1, 2, 3 };

/// What can go wrong.
pub const Failure = error{
    /// There is no room.
    Full,
    Empty,
};

const Any = Failure || error{OutOfMemory};
pub const Handler = fn (job: *Job) Failure!void;

/// One thing to do.
pub const Job = struct {
    /// What it is called.
    name: []const u8 = "",
    next: ?*Job,
    kind: Kind,
    state: enum { waiting, done } = .waiting,
    slots: [limit]u8,

    const Self = @This();
    var made: u32 = 0;

    pub const Kind = enum(u8) {
        quick,
        slow = 2,
        _,

        pub fn label(kind: Kind) []const u8 {
            return switch (kind) {
                .quick => "quick",
                else => |other| @tagName(other),
            };
        }
    };

    /// Makes a job.
    pub fn init(name: []const u8, comptime T: type) !Self {
        made += 1;
        const extra = limit + @sizeOf(T);
        if (extra > 3) return error.Full;
        return Self{ .name = name, .next = null, .kind = Kind.quick };
    }

    pub fn deinit(self: *Self) void {
        if (self.next) |next| {
            next.deinit();
        } else {
            self.reset();
        }
        _ = self.kind.label();
    }

    fn reset(self: *@This()) void {
        self.name = "";
    }
};

const Value = union(enum) {
    number: i64,
    none,
};

const Pair = struct { i32, Job };

const Handle = opaque {};

/// A list of anything.
pub fn List(comptime T: type) type {
    return struct {
        items: []T,

        /// Adds an item at the end.
        pub fn push(self: *@This(), item: T) void {
            self.append(item) catch unreachable;
        }

        fn append(self: *@This(), item: T) Allocator.Error!void {
            self.items[self.items.len - 1] = item;
        }
    };
}

const Jobs = List(Job);

extern "c" fn printf(format: [*:0]const u8, ...) c_int;

export fn add(a: i32, b: i32) callconv(.C) i32 {
    return a + b;
}

pub usingnamespace @import("shared.zig");

fn work(allocator: Allocator, jobs: []Job) !usize {
    const Local = struct {
        fn twice(number: usize) usize {
            return number * 2;
        }
    };
    var total: usize = 0;
    errdefer |problem| print("{}\n", .{problem});
    for (jobs, 0..) |*job, index| {
        job.deinit();
        total += Local.twice(index);
    }
    while (total > limit) : (total -= 1) {
        total = helper(total) catch |problem| {
            print("{}\n", .{problem});
            break;
        };
    } else {
        count = add(1, 2);
    }
    const found = outer: {
        break :outer (try allocator.alloc(Job, 1));
    };
    const other = if (found.len > 0) found[0] else null;
    _ = other;
    return total;
}

fn helper(value: usize) Failure!usize {
    var list = std.ArrayList(Job).init(std.heap.page_allocator);
    defer list.deinit();
    return value;
}

test "jobs are made" {
    const job = try Job.init("x", u8);
    try std.testing.expect(job.next == null);
}

test add {
    try std.testing.expectEqual(add(1, 2), 3);
}

test {
    _ = Jobs;
}

const handler: *const fn (u8) void = undefined;
const Text: type = []const u8;
const Origin: Point = make(0);

const Level = enum(u8) { low, high, _ };

pub fn Map(comptime K: type, V: type) type {
    return struct {
        const Self = @This();

        entries: std.ArrayList(K),

        pub fn put(self: *Self, key: K, value: V) !void {
            const entry = self.entries.get(key) orelse return error.Missing;
            try self.entries.append(.{ .key = key, .value = value });
            if (entry) |*found| found.* = value else |problem| switch (problem) {
                error.A => |same| return same,
                else => unreachable,
            }
            self.helper();
            Self.helper(self);
        }

        inline fn helper(_: *Self) void {}
    };
}

const Register = packed struct(u8) {
    low: u4 = 1,
    high: u4,

    comptime {
        std.debug.assert(@sizeOf(@This()) == 1);
    }
};

const text =
    \\several
    \\lines
;
