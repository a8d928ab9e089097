/** What the page's own script calls; everything else is inside. */

import { BaseMap } from "./baseMap";
import type { PackedDay } from "./day";
import type { PackedMap } from "./packed";
import { openPanel, showAll } from "./panel";
import { drawDay } from "./rounds";

declare global {
  interface Window {
    dorpsronde: typeof dorpsronde;
  }
}

const dorpsronde = {
  baseMap: (packed: PackedMap): BaseMap => new BaseMap(packed),
  drawDay: (map: L.Map, day: PackedDay, rounds: L.FeatureGroup[], baselines: L.FeatureGroup[]): void => {
    drawDay(map, day, rounds, baselines);
  },
  openPanel,
  showAll,
};

window.dorpsronde = dorpsronde;
