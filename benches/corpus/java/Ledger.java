package org.example.schedule;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A ledger in which every entry has an opposite. */
abstract class Ledger implements Iterable<Ledger.Line>, Serializable {
    private static final long serialVersionUID = 3L;
    protected final Map<String, Long> balances = new TreeMap<>();
    private Line last;

    /** A line of the ledger. */
    static final class Line {
        final String from;
        final String to;
        final long cents;
        Line previous;

        Line(String from, String to, long cents) {
            if (cents <= 0) throw new IllegalArgumentException("cents: " + cents);
            this.from = from;
            this.to = to;
            this.cents = cents;
        }
    }

    protected abstract void onLine(Line line) throws IOException;

    /** Moves an amount from one account to another. */
    synchronized void move(String from, String to, long cents) {
        Line line = new Line(from, to, cents);
        balances.merge(from, -cents, Long::sum);
        balances.merge(to, cents, Long::sum);
        line.previous = last;
        last = line;
        try {
            onLine(line);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    long balance(String account) {
        return balances.getOrDefault(account, 0L);
    }

    boolean isBalanced() {
        long sum = 0;
        for (long each : balances.values()) sum += each;
        assert sum == 0 : "off by " + sum;
        return sum == 0;
    }

    @Override
    public Iterator<Line> iterator() {
        return new Iterator<>() {
            private Line at = last;

            @Override
            public boolean hasNext() {
                return at != null;
            }

            @Override
            public Line next() {
                Line line = at;
                at = at.previous;
                return line;
            }
        };
    }

    /** A ledger that writes each line to a file. */
    static class OnDisk extends Ledger {
        private final Path path;

        OnDisk(Path path) {
            this.path = path;
        }

        @Override
        protected void onLine(Line line) throws IOException {
            try (BufferedWriter writer = Files.newBufferedWriter(path)) {
                writer.append(line.from).append('\t').append(line.to).append('\t');
                writer.write(Long.toString(line.cents));
                writer.newLine();
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Map<String, Long> sorted(Ledger ledger) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        ledger.balances.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEachOrdered(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
