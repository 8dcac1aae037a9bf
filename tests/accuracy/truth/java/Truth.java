import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads paths from standard input and prints what javac's parser finds in each as a line of JSON. */
public final class Truth {
    private Truth() {}

    public static void main(String[] arguments) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = in.readLine(); path != null; path = in.readLine()) {
            out.println(read(compiler, path));
        }
        out.flush();
    }

    private static String read(JavaCompiler compiler, String path) throws IOException {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            Iterable<? extends JavaFileObject> sources = files.getJavaFileObjects(Path.of(path));
            List<String> options = List.of("-proc:none");
            JavacTask task =
                    (JavacTask) compiler.getTask(null, files, diagnostics, options, null, sources);
            DocTrees trees = DocTrees.instance(task);
            CompilationUnitTree unit = task.parse().iterator().next();
            for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
                if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                    String reason = diagnostic.getMessage(Locale.ROOT).lines().findFirst().orElse("");
                    return refused(path, diagnostic.getLineNumber() + ": " + reason);
                }
            }
            Collector collector = new Collector(unit, trees);
            collector.scan(unit, null);
            return collector.found.json(path);
        }
    }

    private static String refused(String path, String reason) {
        return "{\"path\":" + Json.text(path) + ",\"error\":" + Json.text(reason) + "}";
    }
}
