/** What the grammar stumbles over stands inside of a method. */
class Till {
    int money = 0

    int pay(int price) {
        money += price
        sell price, to: 'anyone'
        return money
    }

    /** Still there. */
    void close() {
        lock()
    }
}

def after() {
    return new Till()
}
