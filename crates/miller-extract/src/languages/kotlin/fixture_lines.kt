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
