/** Still read. */
export function before(a) {
  return after(a);
}

function broken(a, b => {
  before(a)

const after = (value) => value;
