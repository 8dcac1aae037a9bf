import { Lamp as Light } from "./lights";
import * as lights from "./lights";

class Own {
  shade: Light | undefined;
  table = new lights.Lamp();
  either: Light | Own;
  many: Light[];
  constructor(private given: Light, other: Own) {
    other.dim();
  }
  get top(): Light | null {
    return null;
  }
  dim() {
    this.shade.dim();
    this.table.dim();
  }
}

interface Room {
  lamp?: lights.Lamp;
  size: number;
}

export const shared = new Light();
export let typed: Own;

function use(a: Own, b?: Light, { c }: Own = null, ...d: Own[]) {
  a.dim();
  b.dim();
  c.dim();
  d.dim();
}

function make<T extends Own>(given: T) {
  const a = new Own();
  let b: lights.Lamp<T>;
  var c = new Own();
  var c = new Light();
  const d = given as Light;
  const e = new (class {})();
  a.dim();
  b.dim();
  c.dim();
  d.dim();
  e.dim();
  {
    const a = new Light();
    a.dim();
  }
  for (const a of []) a.dim();
  given.dim();
}
