/* The licence of the file. */

package shop.annotated;

import java.util.List;
import java.util.function.Function;

/**
 * Keeps names, see {@link List}.
 *
 * @since 2 **/

public class Names {
    /* Not documentation. */
    /**
     * <p>All names.
     */
    private final List<@NonNull String> names;

    /** An old comment. */
    /** The one that counts. */
    Names(List<String> names) {
        this.names = names;
    }

    java.util.@NonNull List<String> all() {
        Function<String, Integer> length = name -> name.trim().length();
        names.forEach(this::check);
        return names.stream().map(length).map(String::valueOf).toList();
    }

    /*** Three stars document, too. */
    private @interface NonNull {}

    private java.util.Map.Entry<String, Named.Part<int[]>[]> first;

    private <T> void check(T name) {
        for (Map.Entry<String, T> entry : entries()) { check(entry); }
        String @NonNull [] parts = name.toString().split(",");
        new Thread(() -> parts.clone()).start();
    }
}
