import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Prints what javac says that the names in files of Java mean: run in the folder of a package, with
 * paths on standard input; a line of JSON for each. What the package needs and does not have stays
 * undecided.
 */
public final class References {
    /** So that names are still looked up in sources that have errors. */
    private static final List<String> OPTIONS =
            List.of("-proc:none", "-implicit:none", "-Xmaxerrs", "1", "-XDshould-stop.ifError=FLOW");

    private References() {}

    public static void main(String[] arguments) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path root = Path.of("").toAbsolutePath();
        List<Path> sources;
        try (Stream<Path> found = Files.walk(root)) {
            sources = found.filter(References::isSource).sorted().toList();
        }
        StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null,
                                files,
                                diagnostic -> {},
                                OPTIONS,
                                null,
                                files.getJavaFileObjectsFromPaths(sources));
        Map<Path, CompilationUnitTree> units = new HashMap<>();
        for (CompilationUnitTree unit : task.parse()) {
            units.put(Path.of(unit.getSourceFile().toUri()), unit);
        }
        task.analyze();
        Definitions definitions = new Definitions(root, Trees.instance(task));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = in.readLine(); path != null; path = in.readLine()) {
            CompilationUnitTree unit = units.get(root.resolve(path));
            out.println(unit == null ? refused(path) : new Uses(unit, definitions).json(path));
        }
        out.flush();
    }

    /** A module would hide the packages of the others. */
    private static boolean isSource(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(".java") && !name.equals("module-info.java");
    }

    private static String refused(String path) {
        return "{\"path\":" + Uses.text(path) + ",\"uses\":[],\"error\":\"it is no source\"}";
    }
}
