#version 430
layout(local_size_x = 16, local_size_y = 1) in;

layout(std430, binding = 0) buffer Levels {
    float levels[];
};

shared float cache[16];

void main() {
    uint index = gl_GlobalInvocationID.x;
    cache[gl_LocalInvocationIndex] = levels[index];
    barrier();
    levels[index] = cache[0];
}

layout(early_fragment_tests) in;
// How deep.
highp float depth(const in vec2 at) { return mediump_depth(at) * float[](1.0)[0]; }
precision mediump float;
const vec3 corners[2] = vec3[2](vec3(0.0), vec3(1.0));
