const { Lamp } = require("./lights");

class Own {
  shade = new Lamp();
  late = null;
  constructor(given) {
    this.lamp = new Lamp();
    this.given = given;
    this.given = new Lamp();
    this.late = new Lamp();
  }
  dim() {
    const own = new Own();
    own.dim();
    own.lamp.dim();
    this.lamp.dim();
  }
}

exports.shared = new Lamp();
const local = new Own();
local.dim();
