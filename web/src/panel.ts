/** The panel beside the map: folds away, takes in folium's list of layers, brings a round into view. */

/** What Leaflet's own buttons are called, in the page's language. */
export interface ButtonWords {
  zoomIn: string;
  zoomOut: string;
  closePopup: string;
}

export function openPanel(map: L.Map, layers: L.Control.Layers, words: ButtonWords): void {
  const panel = document.getElementById("panel");
  const button = document.getElementById("fold");
  const list = document.getElementById("layers");
  const container = layers.getContainer();
  if (panel === null || button === null || list === null || container === undefined) return;
  container.classList.remove("leaflet-control");
  list.append(container);
  if (window.top !== window.self) document.getElementById("way-back")?.remove();
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);

  const fold = (isOpen: boolean): void => {
    button.setAttribute("aria-expanded", String(isOpen));
    panel.classList.toggle("folded", !isOpen);
  };
  button.addEventListener("click", () => { fold(panel.classList.contains("folded")); });
  fold(!window.matchMedia("(max-width: 700px)").matches);
  name(document, ".leaflet-control-zoom-in", words.zoomIn);
  name(document, ".leaflet-control-zoom-out", words.zoomOut);
  map.on("popupopen", ({ popup }) => {
    const opened = popup.getElement();
    if (opened !== undefined) name(opened, ".leaflet-popup-close-button", words.closePopup);
  });
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
}

/** Shows the whole day beside the panel, or above it on a phone. */
export function showAll(map: L.Map, bounds: L.LatLngBoundsExpression): void {
  const panel = document.getElementById("panel")?.getBoundingClientRect();
  const size = map.getSize();
  const isBeside = panel !== undefined && panel.width < size.x / 2;
  const covered = panel === undefined ? L.point(0, 0) : isBeside ? L.point(size.x - panel.left, 0) : L.point(0, panel.height);
  map.fitBounds(bounds, { paddingTopLeft: [32, 32], paddingBottomRight: covered.add([32, 32]), maxZoom: 17, animate: false });
}

function name(within: ParentNode, selector: string, text: string): void {
  const control = within.querySelector(selector);
  control?.setAttribute("aria-label", text);
  control?.setAttribute("title", text);
}
