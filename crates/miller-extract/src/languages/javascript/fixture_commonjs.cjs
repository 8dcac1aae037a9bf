"use strict";

/* Not a doc comment. */
const fs = require("fs");
const { join, resolve: resolvePath, sep = "/" } = require("node:path");
const debug = require("debug")("shelf");
const Base = require("./base").Base;
var inherits = require("util").inherits;

exports.first = exports.second = void 0;
exports = module.exports = createShelf;
module.exports.VERSION = "1.0";
exports.join = join;
exports.errors = require("./errors");

/**
 * Makes a shelf.
 * @param {string} name
 */
function createShelf(name) {
  var self = {};
  self.rename = function (next) {
    return new Shelf(next);
  };
  if (name) {
    var found = fs.readFileSync(join(name, sep));
  }
  debug(found);
  return self;
}

/** A shelf of books. */
function Shelf(name) {
  Base.call(this, name);
  this.name = name;
  this.books = [];
  this.count = () => this.books.length;
}

inherits(Shelf, Base);

/** Puts a book on the shelf. */
Shelf.prototype.put = function put(book) {
  this.books.push(book);
  return this.sort();
};

Shelf.prototype.sort = function () {
  this.books.sort(Shelf.compare);
  return this;
};

Shelf.prototype.kind = "wood";

Shelf.compare = (left, right) => left.title - right.title;

function Crate() {}

Crate.prototype = {
  constructor: Crate,
  open: function () {
    return this.close();
  },
  close() {
    return Shelf.compare(this, this);
  },
};

/** Reads all shelves. */
exports.readAll = async function (folder) {
  const { promises } = require("fs");
  let entries = await promises.readdir(resolvePath(folder));
  return entries.map((entry) => createShelf(entry));
};

exports.Crate = Crate;

var late;
late = function () {
  return hidden();
};

function hidden() {
  return late();
}

(function (root, factory) {
  if (typeof define === "function" && define.amd) define(["exports"], factory);
  else factory((root.shelf = {}));
})(globalThis, function (exports) {
  exports.walk = function walk(node) {
    return walk(node.next);
  };
});

window.app.start = function () {};
getApp().stop = () => {};

module.exports = class Library extends Shelf {
  lend() {}
};

require("./polyfills");
const later = () => import("./later").then(hidden);
