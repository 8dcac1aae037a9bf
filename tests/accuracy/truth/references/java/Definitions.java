import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.type.TypeKind;

/** Says of what a name stands for where it is defined. */
final class Definitions {
    final Trees trees;
    private final Path root;
    private final SourcePositions positions;
    private final Map<Element, String> known = new HashMap<>();

    Definitions(Path root, Trees trees) {
        this.root = root;
        this.trees = trees;
        positions = trees.getSourcePositions();
    }

    /** What is said of an element: the members of an object of JSON that make a verdict. */
    String verdict(Element element) {
        if (element == null || element.asType().getKind() == TypeKind.ERROR) {
            return "\"verdict\":\"undecided\"";
        }
        String place = known.computeIfAbsent(element, this::place);
        if (place.isEmpty()) {
            return "\"verdict\":\"outside\"";
        }
        String verdict = isLocal(element.getKind()) ? "local" : "inside";
        StringBuilder places = new StringBuilder(place);
        // The constructor and its class: both are what `new` names.
        if (element.getKind() == ElementKind.CONSTRUCTOR) {
            places.append(',').append(place(element.getEnclosingElement()));
        }
        return "\"verdict\":\"" + verdict + "\",\"definitions\":[" + places + "]";
    }

    private static boolean isLocal(ElementKind kind) {
        return switch (kind) {
            case LOCAL_VARIABLE, PARAMETER, EXCEPTION_PARAMETER, RESOURCE_VARIABLE,
                    BINDING_VARIABLE, TYPE_PARAMETER -> true;
            default -> false;
        };
    }

    /** A definition as JSON; empty where it is none of the package. */
    private String place(Element element) {
        if (element.getKind() == ElementKind.TYPE_PARAMETER) {
            // The tree of a type parameter cannot be asked for; it is never looked at.
            String owner = place(element.getEnclosingElement());
            return owner.isEmpty() ? "" : "{\"path\":\"\",\"line\":0,\"name\":\"\"}";
        }
        TreePath path = trees.getPath(element);
        if (path == null) {
            return "";
        }
        CompilationUnitTree unit = path.getCompilationUnit();
        Path file = Path.of(unit.getSourceFile().toUri());
        if (!file.startsWith(root)) {
            return "";
        }
        Element named =
                element.getKind() == ElementKind.CONSTRUCTOR
                        ? element.getEnclosingElement()
                        : element;
        String name = named.getSimpleName().toString();
        long at = nameAfter(unit, name, start(unit, path.getLeaf()));
        return "{\"path\":" + Uses.text(root.relativize(file).toString()) + ",\"line\":"
                + unit.getLineMap().getLineNumber(at) + ",\"name\":" + Uses.text(name) + "}";
    }

    /** Where a definition's name is looked for: after its modifiers and its type. */
    private long start(CompilationUnitTree unit, Tree tree) {
        long from = positions.getStartPosition(unit, tree);
        if (tree instanceof ClassTree type) {
            return Math.max(from, positions.getEndPosition(unit, type.getModifiers()));
        }
        if (tree instanceof MethodTree method) {
            from = Math.max(from, positions.getEndPosition(unit, method.getModifiers()));
            for (Tree parameter : method.getTypeParameters()) {
                from = Math.max(from, positions.getEndPosition(unit, parameter));
            }
            return method.getReturnType() == null
                    ? from
                    : Math.max(from, positions.getEndPosition(unit, method.getReturnType()));
        }
        if (tree instanceof VariableTree variable) {
            from = Math.max(from, positions.getEndPosition(unit, variable.getModifiers()));
            long type = positions.getEndPosition(unit, variable.getType());
            long value = positions.getStartPosition(unit, variable.getInitializer());
            // The type of an enumeration's member is its own, and stands where the name does.
            return type > 0 && (value < 0 || type <= value) ? Math.max(from, type) : from;
        }
        return from;
    }

    private static long nameAfter(CompilationUnitTree unit, String name, long from) {
        try {
            CharSequence source = unit.getSourceFile().getCharContent(true);
            Matcher found = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(source);
            return found.find((int) from) ? found.start() : from;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
