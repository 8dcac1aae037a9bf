// Dense and sparse matrices over any field, with views that do not copy.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <iosfwd>
#include <map>
#include <memory>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace linear {

/// What a matrix may hold.
template <typename T>
concept Scalar = std::regular<T> && requires(T a, T b) {
    { a + b } -> std::convertible_to<T>;
    { a * b } -> std::convertible_to<T>;
};

using index_t = std::size_t;

/// Two matrices do not fit together.
class shape_error : public std::invalid_argument {
public:
    shape_error(index_t wanted, index_t found)
        : std::invalid_argument("wanted " + std::to_string(wanted) + ", found " + std::to_string(found)),
          wanted_(wanted), found_(found) {}

    [[nodiscard]] index_t wanted() const noexcept { return wanted_; }
    [[nodiscard]] index_t found() const noexcept { return found_; }

private:
    index_t wanted_;
    index_t found_;
};

/// What all matrices can do.
template <Scalar T>
class matrix_base {
public:
    using value_type = T;

    virtual ~matrix_base() = default;
    virtual index_t rows() const noexcept = 0;
    virtual index_t columns() const noexcept = 0;
    virtual T at(index_t row, index_t column) const = 0;

    bool is_square() const noexcept { return rows() == columns(); }

    T trace() const {
        if (!is_square())
            throw shape_error{rows(), columns()};
        T sum{};
        for (index_t i = 0; i < rows(); ++i)
            sum = sum + at(i, i);
        return sum;
    }

protected:
    void check(index_t row, index_t column) const {
        if (row >= rows()) throw shape_error(rows(), row);
        if (column >= columns()) throw shape_error(columns(), column);
    }
};

enum class order : unsigned char { row_major, column_major };

/// A matrix whose cells lie side by side.
template <Scalar T, order Order = order::row_major>
class dense final : public matrix_base<T> {
public:
    dense() = default;
    dense(index_t rows, index_t columns, T fill = T{}) : rows_{rows}, columns_{columns}, cells_(rows * columns, fill) {}

    dense(std::initializer_list<std::initializer_list<T>> lines) : rows_(lines.size()) {
        columns_ = rows_ ? lines.begin()->size() : 0;
        cells_.reserve(rows_ * columns_);
        for (const auto& line : lines) {
            if (line.size() != columns_)
                throw shape_error(columns_, line.size());
            cells_.insert(cells_.end(), line.begin(), line.end());
        }
    }

    dense(const dense&) = default;
    dense(dense&& other) noexcept
        : rows_(std::exchange(other.rows_, 0)), columns_(std::exchange(other.columns_, 0)),
          cells_(std::move(other.cells_)) {}
    dense& operator=(dense other) noexcept {
        swap(*this, other);
        return *this;
    }
    ~dense() override = default;

    index_t rows() const noexcept override { return rows_; }
    index_t columns() const noexcept override { return columns_; }
    T at(index_t row, index_t column) const override {
        this->check(row, column);
        return cells_[offset(row, column)];
    }

    T& operator()(index_t row, index_t column) { return cells_[offset(row, column)]; }
    const T& operator()(index_t row, index_t column) const { return cells_[offset(row, column)]; }

    std::span<T> line(index_t row) requires (Order == order::row_major) {
        return {cells_.data() + row * columns_, columns_};
    }

    dense& operator+=(const dense& other) {
        if (cells_.size() != other.cells_.size())
            throw shape_error(cells_.size(), other.cells_.size());
        std::transform(cells_.begin(), cells_.end(), other.cells_.begin(), cells_.begin(), std::plus<>{});
        return *this;
    }

    friend dense operator+(dense left, const dense& right) { return left += right; }

    friend dense operator*(const dense& left, const dense& right) {
        if (left.columns_ != right.rows_)
            throw shape_error(left.columns_, right.rows_);
        dense product(left.rows_, right.columns_);
        for (index_t i = 0; i < left.rows_; ++i)
            for (index_t k = 0; k < left.columns_; ++k) {
                const T factor = left(i, k);
                for (index_t j = 0; j < right.columns_; ++j)
                    product(i, j) += factor * right(k, j);
            }
        return product;
    }

    friend void swap(dense& a, dense& b) noexcept {
        using std::swap;
        swap(a.rows_, b.rows_);
        swap(a.columns_, b.columns_);
        swap(a.cells_, b.cells_);
    }

private:
    constexpr index_t offset(index_t row, index_t column) const noexcept {
        if constexpr (Order == order::row_major)
            return row * columns_ + column;
        else
            return column * rows_ + row;
    }

    index_t rows_ = 0;
    index_t columns_ = 0;
    std::vector<T> cells_;
};

/// A matrix that keeps only what is not zero.
template <Scalar T>
class sparse : public matrix_base<T> {
public:
    struct entry {
        index_t row;
        index_t column;
        T value;
    };

    sparse(index_t rows, index_t columns) : rows_(rows), columns_(columns) {}

    index_t rows() const noexcept override { return rows_; }
    index_t columns() const noexcept override { return columns_; }

    T at(index_t row, index_t column) const override {
        this->check(row, column);
        auto found = cells_.find({row, column});
        return found == cells_.end() ? T{} : found->second;
    }

    void set(index_t row, index_t column, T value) {
        this->check(row, column);
        if (value == T{})
            cells_.erase({row, column});
        else
            cells_.insert_or_assign({row, column}, std::move(value));
    }

    template <typename Visitor>
    void visit(Visitor&& visitor) const {
        for (const auto& [place, value] : cells_)
            std::forward<Visitor>(visitor)(entry{place.first, place.second, value});
    }

private:
    index_t rows_, columns_;
    std::map<std::pair<index_t, index_t>, T> cells_;
};

template <Scalar T>
dense<T> identity(index_t size) {
    dense<T> unit(size, size);
    for (index_t i = 0; i < size; ++i)
        unit(i, i) = T{1};
    return unit;
}

std::ostream& operator<<(std::ostream& out, const matrix_base<double>& matrix);

}  // namespace linear
