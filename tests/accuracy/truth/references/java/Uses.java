import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;

/** The uses of a file. */
final class Uses extends TreePathScanner<Void, Void> {
    private static final Set<String> WORDS = Set.of("this", "super", "class", "<error>", "");

    private final CompilationUnitTree unit;
    private final Definitions definitions;
    private final SourcePositions positions;
    private final String source;
    private final List<String> found = new ArrayList<>();

    Uses(CompilationUnitTree unit, Definitions definitions) {
        this.unit = unit;
        this.definitions = definitions;
        positions = definitions.trees.getSourcePositions();
        try {
            source = unit.getSourceFile().getCharContent(true).toString();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** All uses as a line of JSON. */
    String json(String path) {
        scan(unit, null);
        return "{\"path\":" + text(path) + ",\"uses\":[" + String.join(",", found)
                + "],\"error\":null}";
    }

    @Override
    public Void visitPackage(PackageTree node, Void nothing) {
        return null;
    }

    @Override
    public Void visitIdentifier(IdentifierTree node, Void nothing) {
        note(positions.getStartPosition(unit, node), node.getName().toString(), element(node));
        return null;
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree node, Void nothing) {
        String name = node.getIdentifier().toString();
        note(positions.getEndPosition(unit, node) - name.length(), name, element(node));
        return super.visitMemberSelect(node, nothing);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree node, Void nothing) {
        String name = node.getName().toString();
        Element element = definitions.trees.getElement(getCurrentPath());
        note(positions.getEndPosition(unit, node) - name.length(), name, element);
        return super.visitMemberReference(node, nothing);
    }

    /** What a name stands for: the constructor where it is what `new` makes. */
    private Element element(Tree node) {
        TreePath path = getCurrentPath();
        Element own = definitions.trees.getElement(path);
        TreePath above = path.getParentPath();
        Tree below = node;
        if (above.getLeaf() instanceof ParameterizedTypeTree generic && generic.getType() == node) {
            below = above.getLeaf();
            above = above.getParentPath();
        }
        if (above.getLeaf() instanceof NewClassTree made
                && made.getIdentifier() == below
                && made.getClassBody() == null) {
            Element constructor = definitions.trees.getElement(above);
            if (constructor != null && constructor.getKind() == ElementKind.CONSTRUCTOR) {
                return constructor;
            }
        }
        return own;
    }

    private void note(long at, String name, Element element) {
        // The compiler's own, and parts of the names of packages.
        boolean written = at >= 0 && source.startsWith(name, (int) at);
        boolean isPackage = element != null && element.getKind() == ElementKind.PACKAGE;
        if (!written || isPackage || WORDS.contains(name)) {
            return;
        }
        long line = unit.getLineMap().getLineNumber(at);
        int start = (int) unit.getLineMap().getStartPosition(line);
        int column = source.substring(start, (int) at).getBytes(StandardCharsets.UTF_8).length;
        found.add(
                "{\"line\":" + line + ",\"column\":" + column + ",\"name\":" + text(name) + ","
                        + definitions.verdict(element) + "}");
    }

    static String text(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
