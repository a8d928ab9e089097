/** Rounds that ride one street in one direction lie side by side, as lanes: the first at the middle. */

export interface Lane {
  /** Counted from 0. */
  rank: number;
  /** How many rounds share the street in this direction. */
  count: number;
}

/** For each line its lane on each of its segments; lines are lon, lat, lon, lat … */
export function lanesOf(lines: readonly ArrayLike<number>[]): Lane[][] {
  const users = new Map<string, number[]>();
  lines.forEach((line, user) => {
    for (let i = 2; i < line.length; i += 2) {
      const key = keyOf(line, i);
      const known = users.get(key);
      if (known === undefined) users.set(key, [user]);
      else if (known.at(-1) !== user) known.push(user);
    }
  });
  return lines.map((line, user) => {
    const lanes: Lane[] = [];
    for (let i = 2; i < line.length; i += 2) {
      const sharing = users.get(keyOf(line, i)) ?? [user];
      lanes.push({ rank: sharing.indexOf(user), count: sharing.length });
    }
    return lanes;
  });
}

/**
 * How far to the right of the street's middle a lane lies, in pixels: as wide as a line and its edge, closer
 * together where so many rounds share the street that it would no longer look like one.
 */
export function asideOf(lane: Lane, line: number): number {
  const step = lane.count > 1 ? Math.min(line + 1, (3.5 * line) / (lane.count - 1)) : 0;
  return line * 0.6 + lane.rank * step;
}

function keyOf(line: ArrayLike<number>, i: number): string {
  return `${line[i - 2] ?? 0} ${line[i - 1] ?? 0} ${line[i] ?? 0} ${line[i + 1] ?? 0}`;
}
