// The four custom series of Creatorlift, registered by name so that chart options stay pure JSON.
// The app and the PDF bundle both call registerSeries(); nothing else draws intervals.
//
// Rows of data (numbers in axis units; null = not known, the mark is then left out):
//   band       [x, low, high]                                          one filled area; gaps split it
//   rangeBar   [position, low, high, point, innerLow, innerHigh, mark]  line, end caps, inner bar, point
//   forestRow  same as rangeBar, without caps, on the row `position`
//   hatchBar   [row, from, to, mark]                                    horizontal bar
// mark: 0 filled (tested), 1 hollow and dashed, or hatched (claimed), 2 diamond, 3 hollow only.
// Colour comes from itemStyle.color (series or item); the inner bar is the same colour, paler.
// itemPayload: opacity (band, and the line and caps of a range); horizontal (rangeBar only); lineWidth, radius, inner, cap (px, cap 0 for none); thickness (hatchBar,
// px); surface (colour of the point's ring and of hollow points).
import { registerCustomSeries } from 'echarts/core';
import type { CustomSeriesRenderItem, CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';

type Point = [number, number];
type Box = { left: number; top: number; right: number; bottom: number };
type Style = Record<string, unknown>;
type Shape = { type: string; shape: Record<string, unknown>; style: Style; silent: true };

const MARK_CLAIMED = 1;
const MARK_DIAMOND = 2;
const MARK_HOLLOW = 3;
const CAP = 4;
const POINT_RADIUS = 4;
const INNER_BAR = 5;
const INNER_OPACITY = 0.38;
const DASH = [3, 2];
const HATCH_STEP = 6;
const HATCH_WIDTH = 2.2;

const line = (a: Point, b: Point, style: Style): Shape => ({
  type: 'line', silent: true,
  shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { fill: null, ...style },
});
const polygon = (points: Point[], style: Style): Shape => ({ type: 'polygon', silent: true, shape: { points }, style });

const plotOf = (params: CustomSeriesRenderItemParams): Box => {
  const c = params.coordSys as unknown as { x: number; y: number; width: number; height: number };
  return { left: c.x, top: c.y, right: c.x + c.width, bottom: c.y + c.height };
};

const numberAt = (api: CustomSeriesRenderItemAPI, dimension: number, index?: number): number => {
  const v = api.value(dimension, index);
  return typeof v === 'number' ? v : Number.NaN;
};

const payloadOf = (params: CustomSeriesRenderItemParams): Record<string, unknown> =>
  (params.itemPayload ?? {}) as Record<string, unknown>;

// band draws everything at the first item: an area needs all its points at once.
const band: CustomSeriesRenderItem = (params, api) => {
  if (params.dataIndexInside !== 0) return null;
  const opacity = payloadOf(params)['opacity'];
  const style = { fill: api.visual('color') as string, opacity: typeof opacity === 'number' ? opacity : 1, stroke: null };
  const areas: Shape[] = [];
  let low: Point[] = [];
  let high: Point[] = [];
  const close = () => {
    if (low.length > 1) areas.push(polygon([...low, ...high.reverse()], style));
    low = [];
    high = [];
  };
  for (let i = 0; i < params.dataInsideLength; i++) {
    const [x, lo, hi] = [numberAt(api, 0, i), numberAt(api, 1, i), numberAt(api, 2, i)];
    if (Number.isNaN(lo) || Number.isNaN(hi)) { close(); continue; }
    low.push(api.coord([x, lo]) as Point);
    high.push(api.coord([x, hi]) as Point);
  }
  close();
  return { type: 'group', children: areas } as ReturnType<CustomSeriesRenderItem>;
};

type Range = { low: number; high: number; point: number; innerLow: number; innerHigh: number; across: number };
type Look = {
  horizontal: boolean; mark: number; lineWidth: number; radius: number; inner: number; cap: number;
  color: string; opacity: number; surface: string; limits: [number, number];
};

const lineStyle = (look: Look): Style => ({
  stroke: look.color, lineWidth: look.lineWidth, opacity: look.opacity, lineDash: look.mark === MARK_CLAIMED ? DASH : null,
});

const place = (look: Look, along: number, across: number): Point => (look.horizontal ? [along, across] : [across, along]);

// end is a cap where the range ends, an arrowhead where it leaves the scale: never clipped in silence.
const end = (look: Look, along: number, across: number): Shape[] => {
  const [from, to] = look.limits;
  if (along < from - 0.5 || along > to + 0.5) {
    const edge = along < from ? from : to;
    const back = along < from ? 5 : -5;
    return [polygon([place(look, edge, across), place(look, edge + back, across - 3.5), place(look, edge + back, across + 3.5)], { fill: look.color })];
  }
  if (look.cap === 0) return [];
  return [line(place(look, along, across - look.cap), place(look, along, across + look.cap), lineStyle(look))];
};

const pointMark = (look: Look, at: Point): Shape => {
  const hollow = look.mark === MARK_CLAIMED || look.mark === MARK_HOLLOW;
  const style = hollow
    ? { fill: look.surface, stroke: look.color, lineWidth: look.lineWidth }
    : { fill: look.color, stroke: look.surface, lineWidth: look.lineWidth };
  if (look.mark === MARK_DIAMOND) {
    const r = look.radius + 2;
    return polygon([[at[0], at[1] - r], [at[0] + r, at[1]], [at[0], at[1] + r], [at[0] - r, at[1]]], style);
  }
  return { type: 'circle', silent: true, shape: { cx: at[0], cy: at[1], r: hollow ? look.radius - 0.5 : look.radius }, style };
};

const rangeShapes = (range: Range, look: Look): Shape[] => {
  const [from, to] = look.limits;
  const inside = (v: number) => Math.min(Math.max(v, from), to);
  const shapes: Shape[] = [];
  if (!Number.isNaN(range.innerLow) && !Number.isNaN(range.innerHigh)) {
    shapes.push(line(place(look, inside(range.innerLow), range.across), place(look, inside(range.innerHigh), range.across), {
      stroke: look.color, opacity: INNER_OPACITY, lineWidth: look.inner, lineCap: 'round',
    }));
  }
  if (!Number.isNaN(range.low) && !Number.isNaN(range.high)) {
    shapes.push(line(place(look, inside(range.low), range.across), place(look, inside(range.high), range.across), lineStyle(look)));
    shapes.push(...end(look, range.low, range.across), ...end(look, range.high, range.across));
  }
  if (!Number.isNaN(range.point) && range.point >= from - 0.5 && range.point <= to + 0.5) {
    shapes.push(pointMark(look, place(look, range.point, range.across)));
  }
  return shapes;
};

const rangeItem = (cap: number, forceHorizontal: boolean): CustomSeriesRenderItem => (params, api) => {
  const payload = payloadOf(params);
  const plot = plotOf(params);
  const horizontal = forceHorizontal || payload['horizontal'] === true;
  const at = (value: number): Point => api.coord(horizontal ? [value, numberAt(api, 0)] : [numberAt(api, 0), value]) as Point;
  const along = (dimension: number): number => {
    const v = numberAt(api, dimension);
    return Number.isNaN(v) ? v : at(v)[horizontal ? 0 : 1];
  };
  const size = (name: string, standard: number): number => (typeof payload[name] === 'number' ? payload[name] : standard);
  const [a, b] = [along(1), along(2)];
  const look: Look = {
    horizontal, mark: numberAt(api, 6),
    lineWidth: size('lineWidth', 1.5), radius: size('radius', POINT_RADIUS), inner: size('inner', INNER_BAR), cap: size('cap', cap),
    color: api.visual('color') as string,
    opacity: size('opacity', 1),
    surface: (payload['surface'] as string) || 'transparent',
    limits: horizontal ? [plot.left, plot.right] : [plot.top, plot.bottom],
  };
  const range: Range = {
    low: Math.min(a, b), high: Math.max(a, b), point: along(3), innerLow: along(4), innerHigh: along(5),
    across: at(0)[horizontal ? 1 : 0],
  };
  return { type: 'group', children: rangeShapes(range, look) } as ReturnType<CustomSeriesRenderItem>;
};

// stripe cuts the diagonal stripe from <= x + y <= to out of a box: the hatch is made of polygons, so
// that it survives SVG, PDF and printing alike.
const stripe = (box: Box, from: number, to: number): Point[] => {
  const corners: Point[] = [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]];
  const keep = (points: Point[], inside: (s: number) => number): Point[] => points.flatMap((p, i) => {
    const q = points[(i + 1) % points.length] as Point;
    const [dp, dq] = [inside(p[0] + p[1]), inside(q[0] + q[1])];
    const out: Point[] = dp >= 0 ? [p] : [];
    if (dp * dq < 0) out.push([p[0] + ((q[0] - p[0]) * dp) / (dp - dq), p[1] + ((q[1] - p[1]) * dp) / (dp - dq)]);
    return out;
  });
  return keep(keep(corners, (s) => s - from), (s) => to - s);
};

const hatch = (box: Box, color: string): Shape[] => {
  const shapes: Shape[] = [];
  const last = box.right + box.bottom;
  for (let s = Math.ceil((box.left + box.top) / HATCH_STEP) * HATCH_STEP; s < last; s += HATCH_STEP) {
    const points = stripe(box, s, Math.min(s + HATCH_WIDTH * Math.SQRT2, last));
    if (points.length > 2) shapes.push(polygon(points, { fill: color }));
  }
  return shapes;
};

const hatchBar: CustomSeriesRenderItem = (params, api) => {
  const half = ((payloadOf(params)['thickness'] as number) || 14) / 2;
  const [x0, y] = api.coord([numberAt(api, 1), numberAt(api, 0)]) as Point;
  const [x1] = api.coord([numberAt(api, 2), numberAt(api, 0)]) as Point;
  const box: Box = { left: Math.min(x0, x1), right: Math.max(x0, x1), top: y - half, bottom: y + half };
  const color = api.visual('color') as string;
  const claimed = numberAt(api, 3) === MARK_CLAIMED;
  const frame = {
    type: 'rect', silent: true,
    shape: { x: box.left, y: box.top, width: box.right - box.left, height: half * 2, r: 3 },
    style: claimed ? { fill: null, stroke: color, lineWidth: 1.2 } : { fill: color },
  };
  return { type: 'group', children: claimed ? [...hatch(box, color), frame] : [frame] } as ReturnType<CustomSeriesRenderItem>;
};

/** registerSeries makes the four names known to ECharts. Calling it again changes nothing. */
export const registerSeries = (): void => {
  registerCustomSeries('band', band);
  registerCustomSeries('rangeBar', rangeItem(CAP, false));
  registerCustomSeries('forestRow', rangeItem(0, true));
  registerCustomSeries('hatchBar', hatchBar);
};
