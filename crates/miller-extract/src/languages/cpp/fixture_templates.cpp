// Templates, attributes and what expands before the parser sees it.
#include <utility>
#pragma once
#define EXPORT __attribute__((visibility("default")))

BEGIN_LIBRARY
namespace library {

template <typename T> concept Countable = requires(T value) {
  { value.count() } -> std::same_as<int>;
  typename T::size_type;
};

union Cell { int number; char letter; };

/// Keeps values.
template <typename T = int, typename... Rest>
class EXPORT Store : public Base<T> {
  Q_OBJECT
 public:
  using size_type = typename T::size_type;
  explicit Store(Rest &&...rest) : values_(std::forward<Rest>(rest)...) { value.template fill<T>(); }
  EXPORT Code find(const T &key) const GUARDED_BY(mutex_);
  int count() const;  ///< How many there are.
  auto first(Countable auto limit) { return value.template get<0>(limit); }

 private:
  int count_ GUARDED_BY(mutex_) = 0;  //!< Not shared.
  int (*callback_)(Store &), spare_;
};

template class Store<int>;

template <typename T, typename... Rest>
int Store<T, Rest...>::count() const { return (count_) + (*callback_)(*this); }

CONST_INIT std::atomic<int> store_count(0);

[[nodiscard]] __declspec(dllexport) int total(int count [[maybe_unused]], ...) __attribute__((pure));

template <class... Parts>
void join(Parts... parts) {
  for (int number = 0; number < 3; ++number) {
    switch (number) { case 0: (join)(number); }
  }
  while (int left = next(parts...)) { use(left); }
  asm goto ("call %l[failed]" : [result] "=r" (store_count) : [input] "r" (total) : : failed);
failed:
  auto offset = offsetof(Pair, second);
  struct Cell cell;
  union Cell other;
}

template <typename T>
void walk(T &tree) {
  typename T::Node node = tree.template node<int>();
  tree.T::template visit<T>(node);
  T::template make<int>();
}

}  // namespace library
END_LIBRARY

export module geometry.shapes;
import std;

template <typename T>
  requires std::integral<T> || Small<T> && Countable<T>
T halved(T value) { return value / sizeof(Local); }

/// Brings members of its base in.
struct Derived final : Ground<Derived> {
  using Ground::Ground;
  using Ground::run;
  int Derived::*member;
  void (Derived::*method)(int);
  Derived(int value) try : Ground<Derived>(), value_(value) { run(); } catch (...) { throw; }
  auto operator<=>(const Derived&) const = default;
  std::string& operator[](std::size_t index);
  int value_;
};

struct Ground {};

static int first_hidden, second_hidden = 1;

/// Known to others.
LIBRARY_API int exported(int size = sizeof(Derived));

extern template class Store<char>;
const std::string kName{"x"};

namespace outside {
class Widget : public Ground {
  Q_OBJECT
  Q_PROPERTY(int size READ size NOTIFY changed)
 public:
  /// Makes one.
  explicit Widget(Widget *parent = nullptr);

 private:
  struct Private;
  std::unique_ptr<Private> inner_;
  std::function<void(int)> called_ = [](int x) { use(x); };
  static constexpr auto kTwice = [](int x) { return 2 * x; };
  void onClicked() { emit changed(1); }
  Q_INVOKABLE void changed(int size);
  [[nodiscard]] auto begin() const noexcept -> Map::const_iterator;
};

struct Widget::Private {
  int number;
  void go();
};

void Widget::Private::go() { number = kTwice(1); }
Widget::Widget(Widget *parent) : Ground(parent), inner_(std::make_unique<Private>()) { inner_->go(); }
}  // namespace outside
