// Shapes that draw themselves.
// Licence: MIT

#include <vector>
#include "canvas.hpp"

#define EXPORT __attribute__((visibility("default")))
#define CHECK(condition) check(condition, #condition)

using std::string;
using namespace std::literals;
namespace fs = std::filesystem;

namespace drawing::shapes {

class Canvas;
enum class Colour : unsigned char { Red, Green = 2 };
enum Side { Left, Right };

constexpr int kLimit = 10;
static int counter = 0;
inline namespace v2 { int version(); }

/** What can be drawn. */
class Shape {
public:
    Shape() = default;
    explicit Shape(string name) : name_(std::move(name)), id_{next_id()} {}
    virtual ~Shape();
    virtual void draw(Canvas &canvas) const = 0; ///< draws it
    Shape &operator=(const Shape &) = delete;
    bool operator==(const Shape &other) const { return id_ == other.id_; }
    explicit operator bool() const;
    static int next_id();
    static constexpr double kScale = 1.5;

    struct Options {
        int width = 1;
        union { int depth; float height; };
    };
    enum Kind { Round, Square };
    using Pointer = Shape *;
    typedef int Number;

protected:
    string name_;
    Kind kind_ = Round;
private:
    friend class Painter;
    friend bool same(const Shape &left, const Shape &right) { return left == right; }
    int id_ : 8, flags_;
    template <typename T> T convert(T value) const { return value; }
#ifdef DEBUG
    void dump();
#endif
};

// A circle.
class Circle final : public Shape, private virtual detail::Counted<Circle> {
  public:
    Circle(double radius);
    void draw(Canvas &canvas) const override;
    double area() const { return kPi * this->radius_ * radius_; }

  private:
    double radius_;
    static const int sides = 0;
};

Circle::Circle(double radius) : Shape("circle"), radius_(radius) {}

void Circle::draw(Canvas &canvas) const {
    Shape::next_id();
    auto scaled = [this, &canvas, factor = 2](double by) { return area() * by * factor; };
    canvas.arc(scaled(Shape::kScale), Colour::Red, Left);
    if (auto found = lookup(name_); found) {
        this->area();
    }
}

Shape::~Shape() { counter--; }
Shape::operator bool() const { return id_ != 0; }
int Shape::next_id() { return ++counter; }

} // namespace drawing::shapes

namespace drawing {
namespace shapes {
int version() { return kLimit; }
int twice(int number) { return version() * number; }
}

namespace {
int hidden() { return shapes::twice(1); }
}

template <typename T, int Size = 4>
class Stack : public Container<T> {
    T items_[Size];

public:
    using value_type = T;
    void push(const T &item);
    T pop() { return items_[0]; }
    template <class Other> friend class Stack;
};

template <typename T, int Size>
void Stack<T, Size>::push(const T &item) {
    items_[0] = static_cast<T>(item);
}

template <> class Stack<bool, 1> { bool bit; };
template <typename T> using Pair = std::pair<T, T>;
template <typename T> concept Drawable = requires(T shape) { shape.draw(); };
template <Drawable T> T biggest(const T &a, const T &b);
template <typename T> constexpr T zero = T(0);
}

struct Point {
    int x, y;
    Point operator+(const Point &other) const { return Point{x + other.x, y + other.y}; }
};

class EXPORT Window : public Point {
public:
    Window(int width);
    void show();
    int width;
private:
    int handle;
};

extern "C" {
int c_function(int);
}
extern "C" void c_single();

std::ostream &operator<<(std::ostream &out, const Point &point) { return out << point.x; }
long double operator"" _deg(long double value) { return value; }

int drawing::shapes::v2::version() { return 2; }

auto add = [](int a, int b) { return a + b; };

int main(int argc, char **argv) {
    using drawing::Stack;
    Stack<int> stack;
    Point origin(1, 2), other{3, 4};
    auto *circle = new drawing::shapes::Circle(2.0);
    auto [left, right] = std::make_pair(origin, other);
    for (const auto &argument : arguments(argv)) {
        stack.push(argument);
    }
    try {
        CHECK(argc > 1);
        circle->draw(canvas());
        drawing::shapes::twice(left.x);
        drawing::Pair<int> pair = {add(1, 2), 3};
    } catch (const std::exception &error) {
        report(error.what());
    }
    auto twice = [](auto value) { return value * 2; };
    class Local { int number; };
    delete circle;
    return twice(dynamic_cast<Point *>(&origin)->x) + counter;
}
