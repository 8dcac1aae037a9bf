#version 430
layout(local_size_x = 16) in;

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
