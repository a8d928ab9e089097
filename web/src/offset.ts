/** Moves a line on screen to the right of its direction, so that the way there and the way back lie apart. */

/** How far a corner may reach beyond its offset before it is cut. */
const MITRE = 2;

/**
 * @param line x, y, x, y … with y downwards, as on screen
 * @param offsets pixels to the right, one for each segment
 */
export function offsetLine(line: ArrayLike<number>, offsets: readonly number[]): number[] {
  const moved: number[] = [];
  const count = line.length / 2;
  let before: { nx: number; ny: number; offset: number } | undefined;
  for (let i = 0; i < count; i++) {
    const x = line[2 * i] ?? 0;
    const y = line[2 * i + 1] ?? 0;
    const normal = i + 1 < count ? normalOf(line, i) : undefined;
    const after = normal === undefined ? undefined : { ...normal, offset: offsets[i] ?? 0 };
    if (before !== undefined && after !== undefined) moved.push(...corner(x, y, before, after));
    else {
      const only = before ?? after;
      if (only !== undefined) moved.push(x + only.nx * only.offset, y + only.ny * only.offset);
    }
    if (after !== undefined) before = after;
  }
  return moved;
}

interface Side {
  nx: number;
  ny: number;
  offset: number;
}

function corner(x: number, y: number, before: Side, after: Side): number[] {
  const cosine = before.nx * after.nx + before.ny * after.ny;
  const isSmooth = before.offset === after.offset && 1 + cosine > 2 / MITRE ** 2;
  if (!isSmooth) {
    return [
      x + before.nx * before.offset,
      y + before.ny * before.offset,
      x + after.nx * after.offset,
      y + after.ny * after.offset,
    ];
  }
  const reach = before.offset / (1 + cosine);
  return [x + (before.nx + after.nx) * reach, y + (before.ny + after.ny) * reach];
}

/** The unit vector to the right of segment i; on screen, y downwards, right of (1, 0) is (0, 1). */
function normalOf(line: ArrayLike<number>, i: number): { nx: number; ny: number } | undefined {
  const dx = (line[2 * i + 2] ?? 0) - (line[2 * i] ?? 0);
  const dy = (line[2 * i + 3] ?? 0) - (line[2 * i + 1] ?? 0);
  const length = Math.hypot(dx, dy);
  return length === 0 ? undefined : { nx: -dy / length, ny: dx / length };
}

/** Drops points that lie closer than `apart` to the one before at the same offset: far out, a line has more than can be seen. */
export function thinned(line: ArrayLike<number>, offsets: readonly number[], apart: number): [number[], number[]] {
  const points: number[] = [line[0] ?? 0, line[1] ?? 0];
  const kept: number[] = [];
  const last = line.length / 2 - 1;
  for (let i = 1; i <= last; i++) {
    const x = line[2 * i] ?? 0;
    const y = line[2 * i + 1] ?? 0;
    const offset = offsets[i - 1] ?? 0;
    const isNear = Math.hypot(x - (points.at(-2) ?? 0), y - (points.at(-1) ?? 0)) < apart;
    if (isNear && i < last && offset === (offsets[i] ?? 0)) continue;
    points.push(x, y);
    kept.push(offset);
  }
  return [points, kept];
}
