/** The map's plane: Web Mercator in pixels of a world that is `256 · 2^zoom` wide, as tiles of maps are cut. */
export interface Point { lat: number; lng: number }
export interface View { lat: number; lng: number; zoom: number }

export const zooms = { least: 3, most: 18 };
const size = (zoom: number) => 256 * 2 ** zoom;

export function toPixel({ lat, lng }: Point, zoom: number): { x: number; y: number } {
  const sine = Math.sin(Math.max(-85, Math.min(85, lat)) * Math.PI / 180);
  return { x: (lng + 180) / 360 * size(zoom), y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size(zoom) };
}

export function toPoint({ x, y }: { x: number; y: number }, zoom: number): Point {
  return { lat: Math.atan(Math.sinh(Math.PI * (1 - 2 * y / size(zoom)))) * 180 / Math.PI, lng: x / size(zoom) * 360 - 180 };
}

/** How many pixels a metre is at this latitude. */
export const pixelsPerMetre = (lat: number, zoom: number): number => size(zoom) / (40_075_017 * Math.cos(lat * Math.PI / 180));

/** The widest zoom at which a circle fits well. */
export function zoomFor(radiusM: number, lat: number, width: number): number {
  for (let zoom = zooms.most; zoom > zooms.least; zoom--) if (radiusM * 2.6 * pixelsPerMetre(lat, zoom) < width) return zoom;
  return zooms.least;
}

/** Lines of the grid in degrees, not closer than some 80 pixels. */
export function gridStep(zoom: number): number {
  const wanted = 80 / size(zoom) * 360;
  return [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find((step) => step >= wanted) ?? 20;
}
