// Calls that look like something else, and the other way round.
#include <new>

class Kit_API Window : public View {
public:
    using Handle = int;

    ~Window();
    int counts_[4] GUARDED_BY(mutex_);
};

unsigned end(Window* window, Other* other) {
    window->~Window();
    other->~Other();
    new (window) Window();
    return unsigned(sizeof(*window)) + short(typeid(*window).hash_code());
}
