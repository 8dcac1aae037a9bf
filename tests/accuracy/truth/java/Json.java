import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What has been found in a file, as JSON. */
final class Json {
    private final List<String> definitions = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final List<String> bases = new ArrayList<>();

    void definition(
            String name,
            List<String> kinds,
            long line,
            long endLine,
            String parent,
            String doc,
            boolean exported,
            boolean optional) {
        StringJoiner listed = new StringJoiner(",", "[", "]");
        kinds.forEach(kind -> listed.add(text(kind)));
        definitions.add(
                "{\"name\":" + text(name) + ",\"kind\":" + listed + ",\"line\":" + line
                        + ",\"end_line\":" + endLine + ",\"parent\":" + text(parent)
                        + ",\"doc\":" + text(doc) + ",\"exported\":" + exported
                        + ",\"optional\":" + optional + "}");
    }

    void call(String callee, long line, String caller, boolean optional) {
        calls.add(
                "{\"callee\":" + text(callee) + ",\"line\":" + line + ",\"caller\":" + text(caller)
                        + ",\"optional\":" + optional + "}");
    }

    void base(String type, String base, String relation, long line) {
        bases.add(
                "{\"type\":" + text(type) + ",\"base\":" + text(base) + ",\"relation\":"
                        + text(relation) + ",\"line\":" + line + "}");
    }

    String json(String path) {
        return "{\"path\":" + text(path) + ",\"definitions\":[" + String.join(",", definitions)
                + "],\"calls\":[" + String.join(",", calls) + "],\"bases\":["
                + String.join(",", bases) + "],\"error\":null}";
    }

    static String text(String value) {
        if (value == null) {
            return "null";
        }
        StringBuilder out = new StringBuilder("\"");
        for (char character : value.toCharArray()) {
            if (character == '"' || character == '\\') {
                out.append('\\').append(character);
            } else if (character < ' ' || character > '~') {
                out.append(String.format("\\u%04x", (int) character));
            } else {
                out.append(character);
            }
        }
        return out.append('"').toString();
    }
}
