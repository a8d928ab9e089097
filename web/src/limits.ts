/** Keeps the reader on the ground: not out to where there is nothing, nor in to where nothing more is drawn. */

/** Half a step further out than the whole ground fits. */
const ROOM = 0.5;
/** Windows around the middle of the ground, as it is seen furthest out, that one may drag to. */
const AROUND = 1.5;

/** Deeper in, nothing more is drawn. */
const NEAREST = 19;

export function keepToGround(map: L.Map, frame: [west: number, south: number, east: number, north: number]): void {
  const [west, south, east, north] = frame;
  const ground = L.latLngBounds([south, west], [north, east]);
  const limit = (): void => {
    const furthest = Math.max(0, Math.min(map.getBoundsZoom(ground) - ROOM, map.getZoom(), NEAREST));
    const middle = map.project(ground.getCenter(), furthest);
    const reach = map.getSize().multiplyBy(AROUND / 2);
    const around = L.latLngBounds(
      map.unproject(middle.subtract(reach), furthest),
      map.unproject(middle.add(reach), furthest),
    );
    map.setMinZoom(furthest);
    // what is seen already stays, so that setting the limit moves nothing
    map.setMaxBounds(around.extend(ground.pad(0.25)).extend(map.getBounds()));
  };
  map.setMaxZoom(NEAREST);
  map.on("resize", limit);
  limit();
}
