#!/usr/bin/env groovy
/*
 * A licence that documents nothing.
 */
package com.acme.bakery

import groovy.transform.CompileStatic
import java.util.concurrent.*
import static java.lang.Math.max as largest
import com.acme.Ledger.Entry

/**
 * Bakes bread.
 *
 * @param <T> what it bakes
 */
@CompileStatic
abstract class Bakery<T extends Bread> extends Shop implements Closeable, Named {
    /** How many loaves fit. */
    static final int CAPACITY = 40
    private static final Map<String, Integer> PRICES = [rye: 3, 'white': 2]

    String name
    protected final List<T> loaves = []
    def oven = new Oven(heat: 200), mixer
    Closure<Integer> onSale = { loaf -> loaf.price * 2 }

    // A comment that is no documentation.
    Bakery(String name) {
        super(name)
        this.name = name
    }

    /**
     * Bakes some.
     *
     * @return what is ready
     */
    List<T> bake(int count, Entry entry, java.util.Locale where, Object... extras) throws BurntException {
        int made = 0
        def check = { it.weight > 10 && made < count }
        for (loaf in loaves) {
            if (!check(loaf)) {
                continue
            }
            made += loaf.size()
        }
        for (int index = 0; index < count; index++) {
            oven.load(index)
        }
        loaves.findAll { it.done }.each { loaf ->
            sell loaf, to: "anyone in $where"
            log("Done: ${loaf.name}")
        }
        outer:
        for (String text : names()) {
            if (text instanceof Named) {
                break outer
            }
            continue outer
        }
        try {
            oven.start()
        } catch (IllegalStateException | IOException problem) {
            log(problem.message)
        } finally {
            oven.close()
        }
        def first = loaves?.first() as Loaf
        def label = first?.label ?: "none of ${first?.owner?.name}"
        def sizes = loaves*.size() + (label =~ /rye/).count
        report(sizes, this.&log, *extras)
        return loaves.collect { loaf, index -> (T) loaf }
    }

    abstract T mix(Flour flour)

    def getPrice() {
        return PRICES[name] + largest(1, CAPACITY)
    }

    @Override
    void close() {
        Oven.reset()
        super.close()
    }

    static class Oven implements Runnable {
        int heat

        void run() {
            Bakery.log(heat, [(heat): Flour.RYE])
        }

        Runnable task() {
            return new Runnable() {
                int turns = 0

                void run() {
                    turns++
                }
            }
        }
    }
}

/** Kinds of flour. */
enum Flour implements Named {
    /** Dark. */
    RYE(2),
    WHEAT(1);

    final int weight

    Flour(int weight) {
        this.weight = weight
    }

    boolean isDark() {
        return this == RYE
    }
}

/** What has a price. */
trait Priced {
    int price

    int total(int count) {
        return price * count
    }
}

interface Named extends Labelled {
    int LIMIT = 3

    String getName()
}

@interface Fresh {
    int hours() default 4
}

/** Opens a bakery. */
def start(String name, Map options) {
    def bakery = new RyeBakery(name)
    bakery.bake(options.count).each { println it }
    bakery
}

@Fresh(hours = 3)
String greet(who) {
    return "Hello $who"
}

def total = 0
final int LIMIT = 10
def twice = { int count -> count * 2 }
opened = start('Main', count: 3)
total += twice(opened.size())
println greet('you')
assert total > 0
