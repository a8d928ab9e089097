/** Draws everything but the names. The context is in scene units; widths are divided by the scale. */

import type { Box } from "./mercator";
import { type Scene, tunnelOf } from "./scene";
import { AREAS, BUILDINGS, LAND, NO_DATA, RAILS, ROADS, STREAMS, type AreaStyle, type WayStyle, widthAt } from "./style";

export interface View {
  zoom: number;
  /** Pixels on screen per unit of the scene. */
  scale: number;
  box: Box;
}

export function drawGround(context: CanvasRenderingContext2D, scene: Scene, view: View): void {
  const { west, north, east, south } = view.box;
  context.fillStyle = NO_DATA;
  context.fillRect(west, north, east - west, south - north);
  context.fillStyle = LAND;
  context.fill(scene.covered);
  context.lineJoin = "round";

  for (const style of AREAS) drawArea(context, scene, view, style);
  for (const style of STREAMS) drawWays(context, scene, view, style, style.kind, widthAt(style, view.zoom), style.colour);
  drawTunnels(context, scene, view);
  drawArea(context, scene, view, BUILDINGS);
  drawCasings(context, scene, view);
  for (const style of ROADS) {
    context.lineCap = style.dash === undefined ? "round" : "butt";
    drawWays(context, scene, view, style, style.kind, widthAt(style, view.zoom), style.colour);
  }
  drawRails(context, scene, view);
}

function drawArea(context: CanvasRenderingContext2D, scene: Scene, view: View, style: AreaStyle): void {
  if (view.zoom < style.from) return;
  context.fillStyle = style.fill;
  const paths = scene.paths(style.kind, view.box);
  for (const path of paths) context.fill(path);
  if (style.stroke === undefined || view.zoom < style.from + 2) return;
  context.strokeStyle = style.stroke;
  context.lineWidth = 0.8 / view.scale;
  context.setLineDash([]);
  for (const path of paths) context.stroke(path);
}

function drawTunnels(context: CanvasRenderingContext2D, scene: Scene, view: View): void {
  context.globalAlpha = 0.45;
  context.lineCap = "butt";
  for (const style of ROADS) {
    const width = widthAt(style, view.zoom);
    drawWays(context, scene, view, { ...style, dash: [6, 4] }, tunnelOf(style.kind), width, style.casing ?? style.colour);
  }
  for (const style of RAILS) {
    drawWays(context, scene, view, { ...style, dash: [4, 4] }, tunnelOf(style.kind), widthAt(style, view.zoom), style.colour);
  }
  context.globalAlpha = 1;
}

function drawCasings(context: CanvasRenderingContext2D, scene: Scene, view: View): void {
  context.lineCap = "butt";
  for (const style of ROADS) {
    const width = widthAt(style, view.zoom);
    if (style.casing === undefined || width < 1.6) continue;
    drawWays(context, scene, view, style, style.kind, width + (width > 5 ? 1.8 : 1.2), style.casing);
  }
}

function drawRails(context: CanvasRenderingContext2D, scene: Scene, view: View): void {
  context.lineCap = "butt";
  for (const style of RAILS) {
    const width = widthAt(style, view.zoom);
    drawWays(context, scene, view, style, style.kind, width, style.colour);
    if (style.kind !== "rail" || view.zoom < 15) continue;
    drawWays(context, scene, view, { ...style, dash: [7, 7] }, style.kind, width * 0.55, "#fbfaf8");
  }
}

function drawWays(
  context: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  style: WayStyle,
  kind: string,
  width: number,
  colour: string,
): void {
  if (view.zoom < style.from) return;
  context.strokeStyle = colour;
  context.lineWidth = width / view.scale;
  context.setLineDash((style.dash ?? []).map((length) => (length * Math.max(1, width * 0.6)) / view.scale));
  for (const path of scene.paths(kind, view.box)) context.stroke(path);
}
