package org.example.schedule;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks when they are due, the most urgent first.
 *
 * <p>A task that fails is tried again after a pause that its {@link RetryRule} decides.
 *
 * @param <K> what tasks are named by
 */
public final class Scheduler<K extends Comparable<K>> implements AutoCloseable {

    /** How urgent a task is. */
    public enum Urgency {
        LOW(1),
        NORMAL(5),
        HIGH(9) {
            @Override
            Duration grace() {
                return Duration.ZERO;
            }
        };

        private final int weight;

        Urgency(int weight) {
            this.weight = weight;
        }

        int weight() {
            return weight;
        }

        Duration grace() {
            return Duration.ofSeconds(10L / weight);
        }
    }

    /** Decides whether and when a task is tried again. */
    @FunctionalInterface
    public interface RetryRule {
        RetryRule NEVER = (attempt, failure) -> Optional.empty();

        Optional<Duration> pauseAfter(int attempt, Throwable failure);

        default RetryRule atMost(int attempts) {
            return (attempt, failure) ->
                    attempt >= attempts ? Optional.empty() : pauseAfter(attempt, failure);
        }

        static RetryRule doubling(Duration first) {
            return (attempt, failure) -> Optional.of(first.multipliedBy(1L << Math.min(attempt, 16)));
        }
    }

    /** A task with its due time. */
    public record Task<K, V>(K key, Urgency urgency, Instant due, Callable<? extends V> work) {
        public Task {
            requireNonNull(key, "key");
            requireNonNull(work);
        }

        Task<K, V> dueAt(Instant other) {
            return new Task<>(key, urgency, other, work);
        }
    }

    /** What became of a task. */
    public sealed interface Outcome<V> permits Outcome.Done, Outcome.GivenUp {
        record Done<V>(V value, Duration took) implements Outcome<V> {}

        record GivenUp<V>(int attempts, Throwable last) implements Outcome<V> {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final int INITIAL_CAPACITY = 64;

    private final Clock clock;
    private final ExecutorService executor;
    private final RetryRule retry;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Entry> waiting;
    private final Map<Urgency, AtomicLong> counters = new EnumMap<>(Urgency.class);
    private volatile boolean closed;

    private class Entry {
        final Task<K, Object> task;
        final CompletableFuture<Outcome<Object>> result = new CompletableFuture<>();
        int attempts;

        Entry(Task<K, Object> task) {
            this.task = task;
        }

        Instant due() {
            return task.due().minus(task.urgency().grace());
        }
    }

    public Scheduler(ExecutorService executor, RetryRule retry) {
        this(Clock.systemUTC(), executor, retry);
    }

    Scheduler(Clock clock, ExecutorService executor, RetryRule retry) {
        this.clock = clock;
        this.executor = executor;
        this.retry = retry;
        this.waiting = new PriorityQueue<>(INITIAL_CAPACITY, comparing(Entry::due));
        for (Urgency urgency : Urgency.values()) {
            counters.put(urgency, new AtomicLong());
        }
    }

    /**
     * Adds a task.
     *
     * @param task what to do and when
     * @return what will have become of it
     * @throws IllegalStateException when the scheduler is closed
     */
    public CompletableFuture<Outcome<Object>> submit(Task<K, Object> task) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("closed: " + task.key());
            }
            var entry = new Entry(task);
            waiting.add(entry);
            counters.get(task.urgency()).incrementAndGet();
            changed.signalAll();
            return entry.result;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Entry> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Entry first = waiting.peek();
                if (first == null) {
                    if (closed) {
                        return Optional.empty();
                    }
                    changed.await();
                    continue;
                }
                Duration left = Duration.between(clock.instant(), first.due());
                if (left.isNegative() || left.isZero()) {
                    return Optional.of(waiting.remove());
                }
                changed.awaitNanos(left.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Hands tasks to the executor until the scheduler is closed and empty. */
    public void run() {
        try {
            for (var entry = next(); entry.isPresent(); entry = next()) {
                Entry current = entry.get();
                executor.execute(() -> attempt(current));
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            LOG.info("interrupted with {} tasks waiting", waiting.size());
        }
    }

    private void attempt(Entry entry) {
        Instant started = clock.instant();
        entry.attempts++;
        try {
            Object value = entry.task.work().call();
            entry.result.complete(new Outcome.Done<>(value, Duration.between(started, clock.instant())));
        } catch (RuntimeException | Error failure) {
            entry.result.complete(new Outcome.GivenUp<>(entry.attempts, failure));
        } catch (Exception failure) {
            retry.pauseAfter(entry.attempts, failure)
                    .ifPresentOrElse(
                            pause -> requeue(entry, pause),
                            () -> entry.result.complete(new Outcome.GivenUp<>(entry.attempts, failure)));
        }
    }

    private void requeue(Entry entry, Duration pause) {
        LOG.debug("{} again in {}", entry.task.key(), pause);
        submit(entry.task.dueAt(clock.instant().plus(pause)))
                .thenAccept(entry.result::complete);
    }

    /** Counts what was submitted by urgency. */
    public Map<Urgency, Long> counts() {
        return counters.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().get()));
    }

    static <T, G> Map<G, List<T>> group(Collection<? extends T> items, Function<? super T, ? extends G> by) {
        Map<G, List<T>> groups = new HashMap<>();
        for (T item : items) {
            groups.computeIfAbsent(by.apply(item), key -> new ArrayList<>()).add(item);
        }
        return groups;
    }

    static String describe(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> "done in " + done.took().toMillis() + " ms";
            case Outcome.GivenUp<?>(int attempts, Throwable last) -> attempts + " attempts, " + last;
        };
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
