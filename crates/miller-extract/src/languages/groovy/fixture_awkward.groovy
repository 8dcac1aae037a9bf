@Grab('org.acme:oven:1.0')
import org.acme.Oven as Fire
@Grapes([
    @Grab('org.acme:flour:2.0'),
])
import org.acme.Flour

class Kitchen {
    String title = "Kitchen of ${owner}"
    List<String> tools = ['knife', 'spoon'], more
    int size = 3
    private static final LOG = logger()
    static final MOST = 10
    Closure<Integer> add = { left, right -> left + right }
    @Inject Fire fire

    Kitchen(String owner) { this.owner = owner }

    def cook(meals) {
        def serve = { int meal, count = 2 -> meal + count }
        meals.each { key, meal -> println meal }
        meals.each { key, meal -> println "$key: ${meal}" }
        meals.each { meal -> report meal.cook.name }
        int[] sizes = meals*.size() as int[]
        assert sizes.length > 0 : 'no meals'
        assert sizes ? true : false
        log("all \$no ${first.knives(sizes[0])?.size ?: "none"} ${new Oven(more).heat(to: "hot")} 1$ $tools.")
        def names = (meals as List<String>).sort()
        def first = meals as Map<String, List<Flour>>
        log.info "cooked {} of {}", first, meals
        log.warn 'done'
        serve(sizes[0])
        first
    }

    int after() { size }
}
