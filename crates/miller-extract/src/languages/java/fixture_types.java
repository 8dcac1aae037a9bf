package shop.types;

import shop.lights.Lamp;

class Own<T> {
    private final Lamp lamp = new Lamp();
    Lamp left, right[];
    Lamp[] many;
    String name;
    T value;
    java.util.List<Lamp> list;

    void dim() {}

    record Pair(Lamp first, int second) {}

    void use(Own<T> a, Lamp b, T c, Lamp... d) {
        a.dim();
        b.dim();
        c.dim();
        d.dim();
        lamp.dim();
        this.lamp.dim();
        var e = new Lamp();
        var f = make();
        Lamp g[] = null, h = null;
        e.dim();
        f.dim();
        g.dim();
        h.dim();
        for (Own<T> each : all()) {
            each.dim();
        }
        each.dim();
        for (var each : all()) {
            each.dim();
        }
        try (Lamp open = make()) {
            open.dim();
        } catch (Fault fault) {
            fault.dim();
        } catch (Own | Lamp several) {
            several.dim();
        }
        if (c instanceof Lamp found) {
            found.dim();
        }
        switch (c) {
            case Lamp found -> found.dim();
            default -> {}
        }
        Runnable run = () -> lamp.dim();
        {
            Own<T> lamp = null;
            lamp.dim();
        }
    }
}
