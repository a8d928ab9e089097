// Builds what the pages carry into maps/static: Leaflet as it comes, its style with the images inside, our own part.
import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const web = import.meta.dirname;
const out = path.join(web, "..", "maps", "static");
const leaflet = path.join(web, "node_modules", "leaflet");

const withoutMaps = (text) => text.replace(/^\/[/*]# sourceMappingURL=.*$/gm, "").trimEnd() + "\n";

async function withImages(css) {
  let done = css;
  for (const [whole, name] of css.matchAll(/url\(([^)]+)\)/g)) {
    if (name.startsWith("#")) continue; // VML of old Internet Explorer
    const image = await readFile(path.join(leaflet, "dist", name));
    done = done.replaceAll(whole, `url(data:image/png;base64,${image.toString("base64")})`);
  }
  return done;
}

await mkdir(out, { recursive: true });
await writeFile(path.join(out, "leaflet.js"), withoutMaps(await readFile(path.join(leaflet, "dist", "leaflet.js"), "utf8")));
await writeFile(path.join(out, "leaflet.css"), await withImages(await readFile(path.join(leaflet, "dist", "leaflet.css"), "utf8")));
await build({
  entryPoints: { roundmap: path.join(web, "src", "roundmap.ts") },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
});
const { version } = JSON.parse(await readFile(path.join(leaflet, "package.json"), "utf8"));
await writeFile(
  path.join(out, "LICENSES.txt"),
  `leaflet.js, leaflet.css: Leaflet ${version}, https://leafletjs.com, BSD-2-Clause\n\n` +
    (await readFile(path.join(leaflet, "LICENSE"), "utf8")) +
    "\nroundmap.js: Dorpsronde, AGPL-3.0-or-later, built from web/src\n",
);
