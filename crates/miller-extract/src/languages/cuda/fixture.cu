// Tides, computed on many threads at once.
#include <cuda_runtime.h>
#include "harbour.cuh"

#define BLOCK 256
#define CHECK(call) check((call), __FILE__)

namespace tides {

// A point of the grid.
struct Cell {
    float level;
    __host__ __device__ float depth() const { return level - 1.0f; }
};

__constant__ float coefficients[16];
__device__ int counter = 0;
__managed__ float shared_level;
extern texture<float, 2> bottom;

// The sum of two levels.
__device__ __forceinline__ float add(float a, float b) {
    return a + b;
}

template <typename T>
__global__ void fill(T *cells, T value, int count) {
    int index = blockIdx.x * blockDim.x + threadIdx.x;
    if (index < count) {
        cells[index] = value;
    }
}

/* Moves the water one step on. */
__global__ void __launch_bounds__(BLOCK, 2) step(const Cell *before, Cell *after, int count) {
    extern __shared__ float cache[];
    __shared__ Cell tile[BLOCK];
    const int index = threadIdx.x;
    tile[index] = before[index];
    __syncthreads();
    after[index].level = add(tile[index].level, cache[0]) * coefficients[index % 16];
    atomicAdd(&counter, 1);
}

__global__ void declared(float *values);

class Sea {
public:
    explicit Sea(int count) : count_(count) { cudaMalloc(&cells_, count * sizeof(Cell)); }
    ~Sea() { cudaFree(cells_); }

    // Runs for so many steps.
    void run(int steps, cudaStream_t stream) {
        dim3 grid((count_ + BLOCK - 1) / BLOCK);
        for (int i = 0; i < steps; ++i) {
            step<<<grid, BLOCK, 0, stream>>>(cells_, cells_, count_);
        }
        fill<float><<<grid, dim3(BLOCK)>>>(levels_, 0.0f, count_);
        tides::declared<<<1, 1>>>(levels_);
        CHECK(cudaGetLastError());
    }

private:
    Cell *cells_ = nullptr;
    float *levels_ = nullptr;
    int count_;
};

} // namespace tides

int main() {
    tides::Sea sea(1024);
    auto square = [=] __device__ (float x) { return x * x; };
    sea.run(10, 0);
    return cudaDeviceSynchronize();
}
