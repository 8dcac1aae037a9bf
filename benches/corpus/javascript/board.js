'use strict';

const { clamp, debounce } = require('./numbers');
const events = require('events');

const EMPTY = 0;
const COLOURS = Object.freeze({ 1: 'red', 2: 'yellow' });

/** A board on which four in a row win. */
function Board(width, height) {
  this.width = width || 7;
  this.height = height || 6;
  this.cells = new Uint8Array(this.width * this.height);
  this.turn = 1;
  this.history = [];
}

Board.DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
];

Board.prototype.at = function (column, row) {
  if (column < 0 || row < 0 || column >= this.width || row >= this.height) return undefined;
  return this.cells[row * this.width + column];
};

Board.prototype.drop = function drop(column) {
  column = clamp(column, 0, this.width - 1);
  for (let row = 0; row < this.height; row++) {
    if (this.at(column, row) === EMPTY) {
      this.cells[row * this.width + column] = this.turn;
      this.history.push({ column, row, player: this.turn });
      this.turn = 3 - this.turn;
      return row;
    }
  }
  return -1;
};

Board.prototype.winner = function () {
  for (let row = 0; row < this.height; row++) {
    for (let column = 0; column < this.width; column++) {
      const player = this.at(column, row);
      if (!player) continue;
      const won = Board.DIRECTIONS.some(([dx, dy]) => {
        let run = 1;
        while (run < 4 && this.at(column + dx * run, row + dy * run) === player) run++;
        return run === 4;
      });
      if (won) return COLOURS[player];
    }
  }
  return null;
};

function* moves(board) {
  for (let column = 0; column < board.width; column++) {
    if (board.at(column, board.height - 1) === EMPTY) yield column;
  }
}

function undo(board, count = 1) {
  while (count-- > 0 && board.history.length) {
    const { column, row, player } = board.history.pop();
    board.cells[row * board.width + column] = EMPTY;
    board.turn = player;
  }
}

/** Looks a number of moves ahead. */
function best(board, depth, alpha = -Infinity, beta = Infinity) {
  const winner = board.winner();
  if (winner || depth === 0) {
    return { score: winner ? -100 - depth : 0, column: null };
  }
  let choice = { score: -Infinity, column: null };
  search: for (const column of moves(board)) {
    board.drop(column);
    const score = -best(board, depth - 1, -beta, -alpha).score;
    undo(board);
    if (score > choice.score) choice = { score, column };
    alpha = Math.max(alpha, score);
    if (alpha >= beta) break search;
  }
  return choice;
}

const bus = new events.EventEmitter();
const redraw = debounce((board) => bus.emit('draw', board.cells), 16);

module.exports = { Board, best, bus, moves, redraw, undo };
exports.version = '1.4.0';
