/** The median distance of a stop to its nearest other, in pixels; stops at one place count once. */
export function typicalDistance(points: readonly { x: number; y: number }[]): number {
  const nearest = points.map((a) => {
    let least = Infinity;
    for (const b of points) {
      const distance = Math.hypot(a.x - b.x, a.y - b.y);
      if (distance > 0.01 && distance < least) least = distance;
    }
    return least;
  });
  nearest.sort((a, b) => a - b);
  return nearest[Math.floor(nearest.length / 2)] ?? Infinity;
}
