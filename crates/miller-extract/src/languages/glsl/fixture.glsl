#version 450 core
#extension GL_ARB_gpu_shader5 : enable
// The surface of the water.

#define WAVES 4
#define SQUARE(x) ((x) * (x))
#include "common.glsl"

precision highp float;

// How deep it is everywhere.
layout(binding = 0) uniform sampler2D depth;
layout(location = 0) in vec3 position;
layout(location = 1) in vec2 texcoord;
layout(location = 0) out vec4 colour;
uniform float time;
uniform vec3 sun = vec3(0.0, 1.0, 0.0), wind;
varying lowp vec2 old;
const float PI = 3.14159;
float heights[4] = float[](1.0, 2.0, 3.0, 4.0);

/* What a wave is. */
struct Wave {
    vec2 direction;
    float height, length;
};

// Where the camera is.
layout(std140, binding = 1) uniform Camera {
    mat4 view;
    vec3 eye;
} camera;

layout(std430) buffer Particles {
    Wave waves[];
};

in VertexData {
    vec3 normal;
} vertex;

float height(Wave wave, vec2 at);

// How high a wave is at a place.
float height(in Wave wave, const vec2 at) {
    float phase = dot(wave.direction, at) * 2.0 * PI / wave.length;
    return wave.height * sin(phase + time);
}

#ifdef WITH_FOAM
vec3 foam(vec3 base, inout float amount) {
    amount += 0.1;
    return mix(base, vec3(1.0), amount);
}
#endif

subroutine vec4 Shade(vec3 normal);

void main() {
    float sum = 0.0;
    for (int i = 0; i < WAVES; ++i) {
        sum += height(waves[i], texcoord);
    }
    vec3 normal = normalize(vertex.normal);
    if (sum > 1.0) {
        discard;
    }
    float light = max(dot(normal, sun), 0.0);
    vec4 deep = texture(depth, texcoord);
    colour = vec4(camera.eye * light, SQUARE(deep.r));
    gl_Position = camera.view * vec4(position, 1.0);
}
