package com.acme.sums

/** What is done with two numbers. */
enum class Sum(val sign: String) {
    /** Adds. */
    PLUS("+") { override fun of(left: Int, right: Int) = left + right },
    MINUS("-") { override fun of(left: Int, right: Int) = left - right };

    abstract fun of(left: Int, right: Int): Int
}

interface Sized { val size: Int }

class Outer { object Inner { val mark = "a }" } }

fun after() = "${ Sum.PLUS }"

class Table { companion object { fun first(size: Int) = sums.first { it.size == size } } }

fun close(open: Boolean, data: Data) {
    var value = open
    whenever({ value = false }) { open = true }
    data.inner = { data.open() }
    value += 1
}

fun <T> List<T>.`in`(text: String): Boolean {
    val `is` = this[0]
    val size = "$size of $text, ${text.length} at $this for $ \$text$`is`"
    return `is`.`in`(size)
}
