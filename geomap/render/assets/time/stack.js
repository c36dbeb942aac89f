/* Who held how much of the ground, day by day: the columns of a stacked chart. */

/* {n, days, layers: [{fill, from, to}]}: for each of n columns of days, where a state's share of the
   ground begins and ends, from 0 to 1, the first in `order` (numbers of fills) lowest. `days` are the
   days that the columns show: control changes on a day, and nothing between is made up. Null where no
   place has ground. */
export function stackOf({ placeList, spells, fills, first, last }, order, most) {
  const n = Math.min(last - first + 1, most);
  const days = Array.from({ length: n }, (_, column) => first + Math.ceil((column * (last - first + 1)) / n));
  // The first column whose day is not before it.
  const columnOf = (day) => (day <= first ? 0 : Math.min(Math.floor(((day - first - 1) * n) / (last - first + 1)) + 1, n));
  const steps = fills.map(() => new Float64Array(n + 1));
  let total = 0;
  for (const { at, units } of placeList) {
    if (!units) continue;
    total += units;
    for (let spell = spells.start[at]; spell < spells.start[at + 1]; spell += 1) {
      const step = steps[spells.fill[spell]];
      step[columnOf(spells.from[spell])] += units;
      if (spell + 1 < spells.start[at + 1]) step[columnOf(spells.from[spell + 1])] -= units;
    }
  }
  return total ? { n, days, layers: layersOf(steps, order, n, total) } : null;
}

function layersOf(steps, order, n, total) {
  const base = new Float64Array(n);
  const layers = order.map((fill) => {
    const from = base.slice();
    let sum = 0;
    for (let column = 0; column < n; column += 1) {
      sum += steps[fill][column];
      base[column] += sum / total;
    }
    return { fill, from, to: base.slice() };
  });
  return layers.filter(({ from, to }) => to.some((value, column) => value > from[column]));
}

/* A layer's outline, stepwise, in a box of width and height; what is lowest in the stack stands at
   the bottom. */
export function outlineOfLayer({ from, to }, width, height) {
  const n = from.length;
  const x = (column) => round((column * width) / n);
  const y = (share) => round(height * (1 - share));
  const above = [];
  const below = [];
  for (let column = 0; column < n; column += 1) {
    const isLast = column + 1 === n;
    if (column && to[column] === to[column - 1] && from[column] === from[column - 1] && !isLast) continue;
    above.push(`H${x(column)}V${y(to[column])}`);
    below.push(`V${y(from[column])}H${x(column)}`);
  }
  return `M0 ${y(to[0])}${above.join("")}H${x(n)}V${y(from[n - 1])}${below.reverse().join("")}Z`;
}

const round = (value) => Math.round(value * 10) / 10;
