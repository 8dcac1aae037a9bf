/*
 * A licence that documents nothing.
 */
@file:JvmName("Orchard")

package com.acme.orchard

import java.time.LocalDate
import java.util.Map.Entry as Pair
import kotlinx.coroutines.*

/** The most trees in a row. */
const val MAX_TREES: Int = 40

private val DEFAULT_SOIL = Soil.LOAM

/** Where rows are drawn. */
internal var canvas: Canvas? = null

val startedAt by lazy {
    LocalDate.now()
}

typealias Harvest<T> = Map<String, List<T>>

/**
 * Something that grows.
 *
 * @param T what it bears, see [Fruit]
 */
interface Plant<out T : Fruit> : Comparable<Plant<*>>, Named {
    val height: Double

    fun grow(days: Int = 1): Boolean

    override fun compareTo(other: Plant<*>): Int = height.compareTo(other.height)
}

/** Called when a fruit falls. */
fun interface FallListener {
    fun onFall(fruit: Fruit)
}

@Target(AnnotationTarget.CLASS, AnnotationTarget.FUNCTION)
annotation class Pruned(val every: Int, val by: String = "nobody")

sealed class Fruit(open val name: String, weight: Double) : Named {
    /** In grams. */
    val grams = weight * 1000

    data class Apple(override val name: String, val sort: Sort) : Fruit(name, 0.2)

    data object Nothing : Fruit("nothing", 0.0)

    class Basket<F : Fruit>(private val fruits: MutableList<F>) : MutableList<F> by fruits, AutoCloseable {
        override fun close() = fruits.clear()

        inner class Cursor {
            var position = 0
                private set

            fun next(): F = this@Basket.first(position++).also { println(it); return@also }
        }

        private fun first(at: Int) = fruits[at]
    }
}

/** What the ground is made of. */
enum class Soil(val wet: Boolean) : Named {
    /** Holds water. */
    CLAY(true) {
        override fun describe(): String = "heavy $name"
    },
    @Deprecated("use CLAY") LOAM(false),
    SAND(wet = false);

    open fun describe() = name.lowercase()

    companion object {
        @JvmStatic
        fun of(text: String): Soil? = values().find { soil -> soil.name == text }
    }
}

@Pruned(every = 2)
class Orchard<T>
    @Inject constructor(
        val owner: String,
        private var trees: Int = MAX_TREES,
        soil: Soil,
        vararg rows: Row,
    ) : Estate(owner, soil), Plant<T>, FallListener
    where T : Fruit, T : Named {

    // A comment that is no documentation.
    private val ground = soil
    lateinit var gate: Gate

    /** Counts again each time. */
    override val height: Double
        get() = trees * FACTOR

    var label: String = owner
        get() {
            return field.trim()
        }
        private set(value) {
            if (value != field) field = value
        }

    private val onEach: (row: Row) -> Unit = { row -> row.plant(this) }

    init {
        val first = rows.firstOrNull() ?: throw IllegalStateException("no rows: ${rows.size}")
        first.draw(canvas!!)
        require(trees > 0) { "no trees in $label" }
    }

    constructor(owner: String) : this(owner, soil = DEFAULT_SOIL) {
        grow(0)
    }

    protected constructor() : super("wild", Soil.SAND)

    /**
     * Lets it grow.
     *
     * @return whether it did
     */
    @Throws(Drought::class)
    override fun grow(days: Int): Boolean {
        outer@ for ((index, row) in rows.withIndex()) {
            while (row.isDry) {
                if (index > days) break@outer
                if (!row.water()) continue
                if (row.area < 1 && row.area > (2)) break
            }
        }
        for (day in 1..days step 2) Orchard.log(day)
        fun finish(at: LocalDate): Boolean {
            return at.isAfter(startedAt) && super.grow(days)
        }
        val check = { date: LocalDate -> finish(date) }
        return check(LocalDate.now())
    }

    operator fun plus(other: Orchard<T>): Orchard<T> = Orchard<T>(owner, trees + other.trees, ground)

    suspend inline fun <reified R : Fruit> pick(noinline filter: (R) -> Boolean): Harvest<R> = coroutineScope {
        val listener = object : FallListener, Base(owner) {
            private var fallen = 0

            override fun onFall(fruit: Fruit) {
                fallen += 1
                this@Orchard.onFall(fruit)
            }
        }
        launch(Dispatchers.IO) { listen(listener) }
        try {
            basket.filterIsInstance<R>().filter(filter).groupBy(Fruit::name)
        } catch (problem: Drought) {
            mapOf("none" to emptyList())
        } finally {
            listener.close()
        }
    }

    override fun onFall(fruit: Fruit) = when (val kind = classify(fruit)) {
        is Fruit.Apple -> println(kind)
        in listOf(Fruit.Nothing) -> Unit
        else -> fruit.name.let(::println)
    }

    fun String.shorten(): String = this.take(label.length)

    companion object Keeper : Logger by StandardLogger() {
        private const val FACTOR = 1.5

        internal fun log(day: Int) = info("day $day of ${create().owner}")

        fun create() = Orchard<Fruit.Apple>("nobody")
    }
}

/** A view that only secondary constructors make. */
internal class RowView : View, Drawable {
    constructor(context: Context) : super(context)

    constructor(context: Context, attributes: AttributeSet?) : super(context, attributes) {
        setOnClickListener(fun(view: View) { view.invalidate() })
    }
}

object Registry {
    private val known = mutableMapOf<String, Orchard<*>>()

    /** Finds one by `name`. */
    @Synchronized
    operator fun get(name: String): Orchard<*>? = known[name]

    infix fun holds(orchard: Orchard<*>) = orchard.owner in known
}

/** Whether nothing grows here. */
val <T : Fruit> Orchard<T>.isEmpty: Boolean
    get() = this.owner.isBlank() && height == 0.0

fun <T> T.twice(block: T.() -> T): T = block().block()

fun Orchard<*>?.orNew(): Orchard<*> = this ?: Orchard("new")

tailrec fun `steps to`(gate: Int, walked: Int = 0): Int =
    if (gate == 0) walked else `steps to`(gate - 1, walked + 1)

suspend fun main(args: Array<String>) {
    val (names, count) = args.toList() to args.size
    val orchard = Orchard(names.first()) + Registry["main"]!!
    if (Registry holds orchard && orchard.isEmpty) {
        orchard.label = "empty"
    }
    val soil = Soil.of("clay") as? Soil ?: return
    val kinds: List<kotlin.reflect.KClass<out Fruit>> = listOf(Fruit.Apple::class)
    println("$count ${orchard.orNew()?.pick<Fruit.Apple> { true }} $soil $kinds")
}
