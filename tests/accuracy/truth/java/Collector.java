import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ModuleTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** Visits the tree of a file and collects definitions, calls and bases. */
final class Collector extends TreePathScanner<Void, Void> {
    final Json found = new Json();
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final SourcePositions positions;
    private final CharSequence source;
    /** Names of the enclosing definitions, innermost first. */
    private final Deque<String> around = new ArrayDeque<>();
    /** Where the last variable of a declaration of several ends, by the start of the declaration. */
    private final Map<Long, Long> declared = new HashMap<>();

    Collector(CompilationUnitTree unit, DocTrees trees) {
        this.unit = unit;
        this.trees = trees;
        positions = trees.getSourcePositions();
        try {
            source = unit.getSourceFile().getCharContent(true);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    @Override
    public Void visitPackage(PackageTree node, Void nothing) {
        // A package is declared by all of its files.
        return null;
    }

    @Override
    public Void visitModule(ModuleTree node, Void nothing) {
        String name = node.getName().toString();
        long at = positions.getStartPosition(unit, node.getName());
        define(name, List.of("module"), at, node, true, false);
        return null;
    }

    @Override
    public Void visitClass(ClassTree node, Void nothing) {
        String name = node.getSimpleName().toString();
        if (name.isEmpty()) {
            return super.visitClass(node, nothing);
        }
        List<String> kinds =
                switch (node.getKind()) {
                    case INTERFACE, ANNOTATION_TYPE -> List.of("interface");
                    case ENUM -> List.of("enum");
                    // A record is a class that is as transparent as a structure.
                    case RECORD -> List.of("class", "struct");
                    default -> List.of("class");
                };
        long at = nameAfter(name, afterModifiers(node.getModifiers(), node));
        define(name, kinds, at, node, isPublic(node.getModifiers()), false);
        addBases(name, node);
        around.push(name);
        super.visitClass(node, nothing);
        around.pop();
        return null;
    }

    private void addBases(String name, ClassTree node) {
        if (node.getExtendsClause() != null) {
            addBase(name, node.getExtendsClause(), "extends");
        }
        boolean isInterface = node.getKind() == Tree.Kind.INTERFACE;
        for (Tree type : node.getImplementsClause()) {
            addBase(name, type, isInterface ? "extends" : "implements");
        }
    }

    private void addBase(String name, Tree type, String relation) {
        Simple base = simple(type);
        if (base != null) {
            found.base(name, base.name, relation, line(base.at));
        }
    }

    @Override
    public Void visitMethod(MethodTree node, Void nothing) {
        long end = positions.getEndPosition(unit, node);
        if (end < 0) {
            // The compiler's own: the constructor of a class without one.
            return null;
        }
        boolean isConstructor = node.getName().contentEquals("<init>");
        String name = isConstructor ? around.peek() : node.getName().toString();
        long from = afterModifiers(node.getModifiers(), node);
        for (Tree parameter : node.getTypeParameters()) {
            from = Math.max(from, positions.getEndPosition(unit, parameter));
        }
        if (node.getReturnType() != null) {
            from = Math.max(from, positions.getEndPosition(unit, node.getReturnType()));
        }
        List<String> kinds = List.of(isConstructor ? "constructor" : "method");
        define(name, kinds, nameAfter(name, from), node, isPublic(node.getModifiers()), false);
        around.push(name);
        super.visitMethod(node, nothing);
        around.pop();
        return null;
    }

    @Override
    public Void visitVariable(VariableTree node, Void nothing) {
        Tree parent = getCurrentPath().getParentPath().getLeaf();
        if (!(parent instanceof ClassTree)) {
            return visitLocal(node);
        }
        String name = node.getName().toString();
        long start = positions.getStartPosition(unit, node);
        long from = afterModifiers(node.getModifiers(), node);
        List<String> kinds = kindsOfVariable(node, (ClassTree) parent);
        boolean ofEnum = kinds.contains("enum_member");
        if (!ofEnum && node.getType() != null) {
            from = Math.max(from, positions.getEndPosition(unit, node.getType()));
            from = Math.max(from, declared.getOrDefault(start, 0L));
            declared.put(start, positions.getEndPosition(unit, node));
        }
        define(name, kinds, nameAfter(name, from), node, isPublic(node.getModifiers()), false);
        around.push(name);
        if (ofEnum) {
            scanEnumMember(node);
        } else {
            super.visitVariable(node, nothing);
        }
        around.pop();
        return null;
    }

    /** The compiler writes a member of an enumeration as `new Type(…) { … }`. */
    private void scanEnumMember(VariableTree node) {
        scan(node.getModifiers(), null);
        if (node.getInitializer() instanceof NewClassTree made) {
            scan(made.getArguments(), null);
            scan(made.getClassBody(), null);
        }
    }

    /** A lambda in a local variable is a value; whoever outlines a file may show it. */
    private Void visitLocal(VariableTree node) {
        if (!(node.getInitializer() instanceof LambdaExpressionTree)) {
            return super.visitVariable(node, null);
        }
        String name = node.getName().toString();
        long from = afterModifiers(node.getModifiers(), node);
        if (node.getType() != null) {
            from = Math.max(from, positions.getEndPosition(unit, node.getType()));
        }
        define(name, List.of("function", "variable"), nameAfter(name, from), node, false, true);
        around.push(name);
        super.visitVariable(node, null);
        around.pop();
        return null;
    }

    private static List<String> kindsOfVariable(VariableTree node, ClassTree of) {
        String text = node.toString();
        if (of.getKind() == Tree.Kind.ENUM && isEnumMember(text)) {
            return List.of("enum_member");
        }
        boolean ofInterface =
                of.getKind() == Tree.Kind.INTERFACE || of.getKind() == Tree.Kind.ANNOTATION_TYPE;
        var flags = node.getModifiers().getFlags();
        if (ofInterface || flags.contains(Modifier.STATIC) && flags.contains(Modifier.FINAL)) {
            return List.of("constant", "field");
        }
        boolean ofRecord = of.getKind() == Tree.Kind.RECORD && !flags.contains(Modifier.STATIC);
        return ofRecord ? List.of("field", "property") : List.of("field");
    }

    private static boolean isEnumMember(String text) {
        // The tree of a member starts with a comment that says what the compiler made of it.
        return text.startsWith("/*public static final*/");
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree node, Void nothing) {
        Simple callee = simple(node.getMethodSelect());
        if (callee != null) {
            boolean ofConstructor = callee.name.equals("this") || callee.name.equals("super");
            found.call(callee.name, line(callee.at), around.peek(), ofConstructor);
        }
        return super.visitMethodInvocation(node, nothing);
    }

    @Override
    public Void visitNewClass(NewClassTree node, Void nothing) {
        Simple made = simple(node.getIdentifier());
        if (made != null) {
            found.call(made.name, line(made.at), around.peek(), false);
        }
        return super.visitNewClass(node, nothing);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree node, Void nothing) {
        // It hands a method over; what gets it may call it.
        if (node.getName().contentEquals("<init>")) {
            Simple made = simple(node.getQualifierExpression());
            if (made != null) {
                found.call(made.name, line(made.at), around.peek(), true);
            }
        } else {
            long end = positions.getEndPosition(unit, node);
            found.call(node.getName().toString(), line(end - 1), around.peek(), true);
        }
        return super.visitMemberReference(node, nothing);
    }

    /** The last name of a type or a method, and where it stands. */
    private record Simple(String name, long at) {}

    private Simple simple(Tree tree) {
        Tree here = tree;
        while (true) {
            if (here instanceof ParameterizedTypeTree type) {
                here = type.getType();
            } else if (here instanceof AnnotatedTypeTree type) {
                here = type.getUnderlyingType();
            } else if (here instanceof ArrayTypeTree type) {
                here = type.getType();
            } else if (here instanceof IdentifierTree name) {
                return new Simple(
                        name.getName().toString(), positions.getStartPosition(unit, name));
            } else if (here instanceof MemberSelectTree select) {
                String name = select.getIdentifier().toString();
                return new Simple(name, positions.getEndPosition(unit, select) - name.length());
            } else {
                return null;
            }
        }
    }

    private void define(
            String name, List<String> kinds, long at, Tree node, boolean exported, boolean optional) {
        long end = positions.getEndPosition(unit, node) - 1;
        String doc = trees.getDocComment(getCurrentPath());
        found.definition(
                name, kinds, line(at), line(end), around.peek(), doc, exported, optional);
    }

    private static boolean isPublic(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC);
    }

    private long afterModifiers(ModifiersTree modifiers, Tree node) {
        long end = positions.getEndPosition(unit, modifiers);
        return Math.max(end, positions.getStartPosition(unit, node));
    }

    /** Where a name stands as a word of its own, at an offset or after it. */
    private long nameAfter(String name, long from) {
        String text = source.toString();
        int at = text.indexOf(name, (int) from);
        while (at >= 0) {
            boolean starts = at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1));
            int end = at + name.length();
            boolean ends = end >= text.length() || !Character.isJavaIdentifierPart(text.charAt(end));
            if (starts && ends) {
                return at;
            }
            at = text.indexOf(name, at + 1);
        }
        return from;
    }

    private long line(long position) {
        return unit.getLineMap().getLineNumber(position);
    }
}
