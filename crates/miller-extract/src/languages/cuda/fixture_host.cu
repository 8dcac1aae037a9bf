// What runs on the host: C++ in all its forms.
#include <algorithm>
#include <vector>

#pragma once

extern "C" {
int legacy(int value);
}

namespace outer::inner {
enum class Tide : unsigned char { High, Low };
}

namespace short_name = outer::inner;
using outer::inner::Tide;
using Level = double;
typedef struct old_level { int value; } OldLevel;

union Bits {
    int whole;
    char parts[4];
};

__declspec(dllexport) int exported;
[[nodiscard]] int checked();
__attribute__((unused)) int marked;
int attributed [[maybe_unused]] = 1;

template <typename T>
concept Wet = requires(T water) {
    typename T::depth;
    water.rise();
};

template <Wet W, typename D = int, typename... Rest>
class Basin : public W {
public:
    friend class Harbour;
    using depth = typename W::depth;
    Basin(int size = 0, Rest... rest) : size_(size) {}
    operator bool() const { return size_ > 0; }
    Basin &operator+=(const Basin &other);
    template <typename... Args> void emplace(Args... args) { (void)sizeof...(args); }
    void run() { this->template call<D>(); }

private:
    int size_;
};

struct Water {
    using depth = double;
    void rise() {}
    template <typename T> void call() {}
};

template class std::vector<Water>;

template <typename T>
    requires std::integral<T> || Wet<T> && Salty<T>
T deeper(T value);

// Adds what is given.
template <typename T> auto total(std::vector<T> values) {
    T sum{};
    for (auto &&value : values) {
        sum += value;
    }
    return sum;
}

int host(int (*callback)(int), int first, enum outer::inner::Tide tide, union Bits *bits) {
    auto *cells = new Water[4];
    auto [left, right] = std::pair<int, int>(1, 2);
    auto add = [copy = first](int value) { return copy + value; };
    auto made = (Water){};
    Wet auto wet = made;
    unsigned long place = offsetof(Water, depth);
    try {
        while (first < 3) {
            ++first;
        }
        switch (left) {
        case 1:
            goto done;
        default:
            break;
        }
    } catch (const std::exception &problem) {
        throw;
    }
    asm("mov %[out], %[in]" : [out] "=r"(first) : [in] "r"(right));
    asm goto("jmp %l0" : : : : done);
    if (int again = add(1)) {
        return callback(again);
    }
done:
    delete[] cells;
    return std::max(first, total<int>({1, 2}));
}
