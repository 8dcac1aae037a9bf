/*
 * A licence that documents nothing.
 */
package com.acme.parcels;

import static java.lang.Math.max;
import static java.util.Objects.*;

import java.io.Closeable;
import java.util.*;
import java.util.Map.Entry;
import java.util.function.Function;

/**
 * Keeps parcels, see {@link Parcel#weight()} and {@code Map<String, Parcel>}.
 *
 * <p>Not safe for threads.
 *
 * @param <K> what parcels are found by
 */
@SuppressWarnings("unchecked")
public abstract class Depot<K extends Comparable<K> & java.io.Serializable> extends Building
        implements Closeable, Iterable<Depot.Parcel> {

    /** How many fit in. */
    public static final int CAPACITY = 100;
    private static final Map<String, Integer> WEIGHTS = new HashMap<>() {
        { put("letter", 1); }

        @Override
        public Integer get(Object key) {
            return this.getOrDefault(key, CAPACITY);
        }
    };

    @Deprecated protected final Map<K, Parcel> parcels;
    int width, depth = CAPACITY, grid[][];
    private Function<Parcel, String> labels = parcel -> parcel.label() + width;

    static {
        int total = WEIGHTS.size();
        System.out.println(total);
    }

    {
        width = max(1, depth);
    }

    // A comment that is no documentation.
    protected Depot(Map<K, Parcel> parcels) {
        super("depot");
        this.parcels = requireNonNull(parcels, "parcels");
    }

    private <L extends K> Depot(L first, Parcel... more) throws IllegalStateException {
        this(new TreeMap<K, Parcel>());
        for (Parcel parcel : more) {
            add(first, parcel);
        }
    }

    /**
     * Adds a parcel.
     *
     * @return the one that was there
     */
    public Parcel add(K key, Parcel parcel) {
        int size = size();
        Parcel before = parcels.put(key, parcel);
        if (size > CAPACITY && !(before instanceof Parcel other)) {
            throw new Full(size, this);
        }
        return other == null ? before : other;
    }

    public Parcel add(Parcel parcel) { return add(null, parcel); }

    public int size() { return this.parcels.size(); }

    protected abstract <T extends Parcel> List<? extends T> find(Class<T> type, Function<? super T, Boolean> test);

    @Override
    public String name() {
        String name = super.name();
        return """
            Depot "%s"
            """.formatted(name);
    }

    @Override
    public void close() throws java.io.IOException {
        class Sweeper implements Runnable {
            private int swept;

            @Override
            public void run() {
                swept++;
                parcels.clear();
            }
        }
        Runnable sweeper = new Sweeper();
        Comparator<Parcel> byWeight = (left, right) -> {
            int difference = left.weight() - right.weight();
            return difference;
        };
        Thread thread = new Thread(new Runnable() {
            int runs = 0;

            public void run() {
                runs += size();
                sweep();
            }

            private void sweep() { sweeper.run(); }
        });
        parcels.values().stream().sorted(byWeight).map(Parcel::label).map(this::shorten)
            .map(String[]::new).map(ArrayList<String>::new).forEach(System.out::println);
        outer:
        for (int row = 0, column = 1; row < depth; row++) {
            for (Entry<K, Parcel> entry : parcels.entrySet()) {
                if (entry.getValue() == null) continue outer;
                else break outer;
            }
        }
        try (var lock = Lock.of(this); lock) {
            thread.start();
        } catch (IllegalStateException | Full problem) {
            log(problem);
        } finally {
            Depot.log(new Parcel.Label<>(thread.getName()).text);
        }
    }

    static void log(Object what) {
        switch (what) {
            case Parcel(String label, int weight) when weight > Depot.CAPACITY -> System.err.println(label);
            case Full full -> log(full.size);
            case Box(Point(var x, int y), Point corner) -> log(x + corner.y());
            default -> { }
        }
        String text = switch ((Size) what) {
            case SMALL, MEDIUM: yield "small";
            default: yield Size.LARGE.name();
        };
        int[] numbers = new int[] { text.length(), Size.values().length };
        Object cast = (Closeable & Iterable<Parcel>) what;
        Class<?> type = Depot.Parcel.class;
    }

    private String shorten(String text) { return text.isEmpty() ? Depot.super.toString() : text; }

    /** A parcel. */
    public record Parcel(String label, @Positive int weight) implements Comparable<Parcel> {
        static int made;

        public Parcel {
            made++;
            if (weight < 0) throw new IllegalArgumentException(label);
        }

        Parcel(String label) { this(label, 0); }

        @Override
        public int compareTo(Parcel other) { return weight() - other.weight; }

        static final class Label<T> {
            T text;

            Label(T text) { this.text = text; }
        }
    }

    private class Full extends RuntimeException {
        final int size;

        Full(int size, Depot<?> depot) {
            super(depot.name());
            this.size = size;
            Depot.this.close();
        }
    }
}

/** Sizes. */
enum Size implements Sized {
    /** Fits a letter box. */
    SMALL(1),
    @Deprecated MEDIUM(2) {
        @Override
        int price() { return factor * 3; }
    },
    LARGE(CHEAPEST);

    static final int CHEAPEST = 4;
    final int factor;

    Size(int factor) { this.factor = factor; }

    int price() { return factor; }
}

sealed interface Sized permits Size, Shape.Box {
    int UNIT = 10;

    int price();

    default int total() { return price() * UNIT; }

    private static Sized none() { return null; }
}

non-sealed interface Shape extends Sized, Cloneable {
    record Box(Point low, Point high, int... sides) implements Shape {
        public int price() { return low.x() + sides.length; }
    }

    class Nothing {}
}

@Target(value = { ElementType.TYPE, ElementType.METHOD })
@interface Positive {
    String message() default "must be positive";

    Class<?>[] groups() default {};

    int LIMIT = 3;
}

class Broken {
    void start() {
        int count = 1 +;
        start();
    }
}
