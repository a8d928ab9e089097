/** Draws what is closed or slow on the day: hatched where a polygon was drawn, dashed along the streets that are meant. */

import type { PackedClosure } from "./day";
import { latLngs } from "./latLngs";

export function drawClosures(map: L.Map, closures: readonly PackedClosure[]): void {
  for (const closure of closures) {
    const kind = closure.slowed ? " slow" : "";
    const popup = { maxWidth: 260, autoPanPadding: [24, 24] } satisfies L.PopupOptions;
    const streets = closure.streets.map(latLngs);
    L.polyline(streets, { interactive: false, color: "#ffffff", weight: 6, opacity: 0.85 }).addTo(map);
    L.polyline(streets, { weight: 3.5, opacity: 1, className: `closed-street${kind}` }).bindPopup(closure.popup, popup).addTo(map);
    for (const rings of closure.areas) {
      const area = L.polygon(rings.map(latLngs), { className: `closed-area${kind}` });
      area.bindPopup(closure.popup, popup).addTo(map);
    }
  }
}
