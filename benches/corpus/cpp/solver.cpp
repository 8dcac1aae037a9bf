#include "matrix.hpp"

#include <chrono>
#include <cmath>
#include <functional>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#ifndef SOLVER_EPSILON
#define SOLVER_EPSILON 1e-9
#endif

using namespace std::chrono_literals;
namespace chrono = std::chrono;

namespace linear {
namespace {

constexpr double epsilon = SOLVER_EPSILON;

bool nearly_zero(double value) { return std::abs(value) < epsilon; }

struct stopwatch {
    chrono::steady_clock::time_point started = chrono::steady_clock::now();
    auto elapsed() const { return chrono::duration_cast<chrono::microseconds>(chrono::steady_clock::now() - started); }
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const matrix_base<double>& matrix) {
    for (index_t row = 0; row < matrix.rows(); ++row) {
        for (index_t column = 0; column < matrix.columns(); ++column)
            out << (column ? " " : "") << matrix.at(row, column);
        out << '\n';
    }
    return out;
}

/** How a system of equations is solved. */
class strategy {
public:
    virtual ~strategy() = default;
    virtual std::optional<std::vector<double>> solve(dense<double> left, std::vector<double> right) = 0;
    virtual const char* name() const = 0;
};

/** Elimination with the largest pivot of each column. */
class elimination : public strategy {
public:
    std::optional<std::vector<double>> solve(dense<double> left, std::vector<double> right) override {
        const auto size = left.rows();
        for (index_t pivot = 0; pivot < size; ++pivot) {
            index_t best = pivot;
            for (index_t row = pivot + 1; row < size; ++row)
                if (std::abs(left(row, pivot)) > std::abs(left(best, pivot)))
                    best = row;
            if (nearly_zero(left(best, pivot)))
                return std::nullopt;
            if (best != pivot) {
                std::ranges::swap_ranges(left.line(best), left.line(pivot));
                std::swap(right[best], right[pivot]);
            }
            eliminate_below(left, right, pivot);
        }
        return substitute_back(left, std::move(right));
    }

    const char* name() const override { return "elimination"; }

private:
    static void eliminate_below(dense<double>& left, std::vector<double>& right, index_t pivot) {
        for (index_t row = pivot + 1; row < left.rows(); ++row) {
            const double factor = left(row, pivot) / left(pivot, pivot);
            for (index_t column = pivot; column < left.columns(); ++column)
                left(row, column) -= factor * left(pivot, column);
            right[row] -= factor * right[pivot];
        }
    }

    static std::vector<double> substitute_back(const dense<double>& left, std::vector<double> right) {
        for (index_t row = left.rows(); row-- > 0;) {
            for (index_t column = row + 1; column < left.columns(); ++column)
                right[row] -= left(row, column) * right[column];
            right[row] /= left(row, row);
        }
        return right;
    }
};

/** Strategies by name; made once. */
class registry {
public:
    using factory = std::function<std::unique_ptr<strategy>()>;

    static registry& instance() {
        static registry only;
        return only;
    }

    void add(std::string name, factory make) {
        std::lock_guard guard{mutex_};
        factories_.emplace(std::move(name), std::move(make));
    }

    std::unique_ptr<strategy> make(const std::string& name) const {
        std::lock_guard guard{mutex_};
        if (auto found = factories_.find(name); found != factories_.end())
            return found->second();
        throw std::out_of_range{"no strategy " + name};
    }

private:
    registry() { add("elimination", [] { return std::make_unique<elimination>(); }); }

    mutable std::mutex mutex_;
    std::unordered_map<std::string, factory> factories_;
};

}  // namespace linear

int main(int argc, char** argv) {
    using namespace linear;
    const std::string name = argc > 1 ? argv[1] : "elimination";
    dense<double> left{{2, 1, -1}, {-3, -1, 2}, {-2, 1, 2}};
    stopwatch watch;
    try {
        auto solver = registry::instance().make(name);
        if (auto answer = solver->solve(left, {8, -11, -3})) {
            for (double value : *answer)
                std::cout << value << ' ';
            std::cout << "\n" << solver->name() << ": " << watch.elapsed().count() << " us\n";
            return 0;
        }
        std::cerr << "no single solution\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
    }
    return 1;
}
