//! A file that is being written.

const std = @import("std");

pub fn before() void {}

pub fn broken() void {
    const x = (1 + ;
    before();
}

pub const After = struct {
    value: i32,

    pub fn get(self: After) i32 {
        return self.value;
    }
};
