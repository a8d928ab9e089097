/** Puts the rounds, their stops, the depots and the baselines into the layers that folium made for them. */

import { typicalDistance } from "./crowding";
import type { PackedBaseline, PackedDay, PackedRound, PackedStop } from "./day";
import { decodeLine } from "./decode";
import { lanesOf } from "./lanes";
import { latLngs } from "./latLngs";
import { RoundLine } from "./roundLine";

const ORIGIN = [0, 0] as const;

export function drawDay(map: L.Map, day: PackedDay, rounds: L.FeatureGroup[], baselines: L.FeatureGroup[]): void {
  const lines = day.rounds.map((round, i) => {
    const layer = rounds[i];
    if (layer === undefined) throw new Error("a round has no layer");
    const line = new RoundLine(decodeLine(round.line, ORIGIN), round.colour, `round round-${round.number}`);
    layer.addLayer(line);
    for (const stop of round.stops) layer.addLayer(stopMarker(stop, round.number, round.style));
    return line;
  });
  shareStreets(map, lines, rounds);
  day.baselines.forEach((baseline, i) => {
    const layer = baselines[i];
    if (layer === undefined) throw new Error("a baseline has no layer");
    drawBaseline(layer, baseline);
  });
  watchDistance(map, day.rounds);
}

/** Only rounds that are seen take a lane. */
function shareStreets(map: L.Map, lines: readonly RoundLine[], layers: readonly L.FeatureGroup[]): void {
  const share = (): void => {
    const seen = lines.filter((_, i) => layers[i] !== undefined && map.hasLayer(layers[i]));
    const lanes = lanesOf(seen.map((line) => line.line));
    seen.forEach((line, i) => { line.ride(lanes[i] ?? []); });
  };
  map.on("overlayadd overlayremove", share);
  share();
}

function at(point: string): L.LatLng {
  const [lon = 0, lat = 0] = decodeLine(point, ORIGIN);
  return L.latLng(lat, lon);
}

function stopMarker(stop: PackedStop, round: number, style: number): L.Marker {
  const number = `<span class="of">${round}</span><span class="number">${stop.number}</span>`;
  const icon = L.divIcon({ className: `stop colour-${style}`, html: number, iconSize: [34, 20] });
  const marker = L.marker(at(stop.point), { icon, title: stop.title, alt: stop.title, riseOnHover: true });
  marker.on("add", () => marker.getElement()?.setAttribute("aria-label", stop.title));
  return marker.bindPopup(stop.popup, { maxWidth: 300, minWidth: 200, autoPanPadding: [24, 24] });
}

function drawBaseline(layer: L.FeatureGroup, baseline: PackedBaseline): void {
  const lines = baseline.lines.map(latLngs);
  const common = { interactive: false, smoothFactor: 1 } as const;
  layer.addLayer(L.polyline(lines, { ...common, color: "#ffffff", weight: 3.5, opacity: 0.7 }));
  const style = { ...common, weight: 1.8, opacity: 0.9, className: `baseline baseline-${baseline.style}` };
  layer.addLayer(L.polyline(lines, style));
}

/** One house for each place that rounds leave from. */
export function depotsOf(rounds: readonly PackedRound[]): L.Marker[] {
  const depots = new Map<string, string>();
  for (const round of rounds) depots.set(round.start, round.startTitle);
  return [...depots].map(([point, title]) => {
    const icon = L.divIcon({ className: "depot", html: HOUSE, iconSize: [34, 34] });
    const marker = L.marker(at(point), { icon, title, alt: title, zIndexOffset: 500 });
    return marker.bindPopup(escaped(title));
  });
}

const HOUSE =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 11.5 12 4l9 7.5V21h-6v-6H9v6H3z" fill="currentColor"/></svg>';

function escaped(text: string): string {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

/** Far out, numbers would lie in heaps: then a stop is a dot. */
function watchDistance(map: L.Map, rounds: readonly PackedRound[]): void {
  const points = rounds.flatMap((round) => round.stops.map((stop) => at(stop.point)));
  const update = (): void => {
    const apart = typicalDistance(points.map((point) => map.project(point)));
    map.getContainer().classList.toggle("far", apart < 15);
    map.getContainer().classList.toggle("middling", apart >= 15 && apart < 24);
  };
  map.on("zoomend", update);
  update();
}
