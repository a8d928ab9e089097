/** What the page's own script calls; everything else is inside. */

import { BaseMap } from "./baseMap";
import { drawClosures } from "./closures";
import type { PackedDay } from "./day";
import { keepToGround } from "./limits";
import type { PackedMap } from "./packed";
import { type ButtonWords, openPanel, showAll } from "./panel";
import { depotsOf, drawDay } from "./rounds";

declare global {
  interface Window {
    dorpsronde: typeof dorpsronde;
  }
}

/** What `maps/day_map.py` hands over beside the page's scripts. */
interface Drawn {
  ground: PackedMap;
  day: PackedDay;
  bounds: [[number, number], [number, number]];
  words: ButtonWords;
}

const dorpsronde = {
  show: (map: L.Map, rounds: L.FeatureGroup[], baselines: L.FeatureGroup[]): void => {
    const { ground, day, bounds, words } = JSON.parse(document.getElementById("drawn")?.textContent ?? "") as Drawn;
    map.fitBounds(bounds);
    const depots = depotsOf(day.rounds);
    new BaseMap(ground, depots.map((depot) => depot.getLatLng())).addTo(map);
    drawClosures(map, day.closures);
    drawDay(map, day, rounds, baselines);
    for (const depot of depots) depot.addTo(map);
    openPanel(map, listOf(map, day, rounds, baselines), words);
    showAll(map, bounds);
    keepToGround(map, ground.frame);
  },
};

function listOf(map: L.Map, day: PackedDay, rounds: L.FeatureGroup[], baselines: L.FeatureGroup[]): L.Control.Layers {
  const list = L.control.layers(undefined, undefined, { collapsed: false }).addTo(map);
  const labels = [...day.rounds, ...day.baselines].map((one) => one.label);
  [...rounds, ...baselines].forEach((layer, i) => list.addOverlay(layer, labels[i] ?? ""));
  return list;
}

window.dorpsronde = dorpsronde;
